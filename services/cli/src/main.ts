#!/usr/bin/env node
import { existsSync, mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { homeOf } from '@hookline/service/home';

// Loading what `start` needs takes a second; from the cache, a third of that. Commands that only ask make no folders.
const home = homeOf(process.env);
if (process.argv[2] === 'start' || process.argv[2] === 'demo') mkdirSync(home, { recursive: true, mode: 0o700 });
if (existsSync(home)) enableCompileCache(join(home, 'cache', 'compile'));
await import('./command-line.ts');
