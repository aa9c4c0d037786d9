import { main } from '@hookline/service';
import { edge } from './edge-service.ts';

await main(edge);
