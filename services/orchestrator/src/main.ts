import { main } from '@hookline/service';
import { orchestrator } from './orchestrator.ts';

await main(orchestrator);
