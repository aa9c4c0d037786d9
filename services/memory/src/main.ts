import { main } from '@hookline/service';
import { memory } from './memory.ts';

await main(memory);
