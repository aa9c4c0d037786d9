import { main } from '@hookline/service';
import { gateway } from './gateway.ts';

await main(gateway);
