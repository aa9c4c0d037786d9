import { main } from '@hookline/service';
import { projector } from './projector.ts';

await main(projector);
