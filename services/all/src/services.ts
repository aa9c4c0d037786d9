import { api } from '@hookline/api';
import { edge } from '@hookline/edge';
import { gateway } from '@hookline/gateway';
import { memory } from '@hookline/memory-service';
import { orchestrator } from '@hookline/orchestrator';
import { projector } from '@hookline/projector';
import type { AnyService } from '@hookline/service';

/** Every service of the bus, in one process. A new one is a line here and one in docker-compose.yml. */
export const services: readonly AnyService[] = [gateway, api, projector, memory, orchestrator, edge];
