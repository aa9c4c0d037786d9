import { ApiError } from '@hookline/http';
import { proxy } from 'hono/proxy';
import { z } from 'zod';
import type { AddRoutes } from '../context.ts';

/** Routes that another process answers. In one process each service mounts its own and this list is empty. */
export interface Elsewhere {
  /** `all` or one method. */
  readonly method: string;
  /** A path; everything below it goes there too. */
  readonly path: string;
  /** The origin that answers, for example `http://gateway:4680`. */
  readonly origin: string;
}

/** `POST /v1/events=http://gateway:4680, /v1/work=http://orchestrator:4680` */
export const elsewhereSetting = z
  .string()
  .default('')
  .transform((text, context): Elsewhere[] =>
    text.split(',').flatMap((part) => {
      if (part.trim() === '') return [];
      const [, method = 'all', path, origin] =
        /^\s*(?:([A-Z]+)\s+)?(\/[^=\s]*)=(https?:\/\/\S+?)\/?\s*$/.exec(part) ?? [];
      if (path && origin) return [{ method, path, origin }];
      context.addIssue({ code: 'custom', message: 'expected [METHOD] /path=http://host:port, with commas between' });
      return [];
    }),
  );

/** Passes requests on, cookies included, so that a bus of many processes is one origin to its clients. */
export const addElsewhereRoutes: AddRoutes = (api, { settings }) => {
  for (const { method, path, origin } of settings.elsewhere) {
    api.on(method === 'all' ? ['GET', 'POST', 'PUT', 'DELETE'] : [method], [path, `${path}/*`], async (c) => {
      const url = new URL(c.req.url);
      try {
        return await proxy(origin + url.pathname + url.search, {
          ...c.req,
          headers: { ...c.req.header(), host: undefined },
        });
      } catch (error) {
        const hint = `is the service at ${origin} up? HOOKLINE_ELSEWHERE names it`;
        throw new ApiError(503, 'unavailable', `nobody answers ${path} at ${origin}`, { hint, cause: error });
      }
    });
  }
};
