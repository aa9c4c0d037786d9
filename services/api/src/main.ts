import { main } from '@hookline/service';
import { api } from './service.ts';

await main(api);
