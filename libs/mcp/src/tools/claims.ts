import { type Claim, type ClaimCalls, ClaimHeldError, type Conflict } from '@hookline/client';
import { z } from 'zod';
import { pathWithin } from '../path-within.ts';
import type { Whereabouts } from '../port.ts';
import { asker, projectInput } from '../project-input.ts';
import { adds, defineTool, looks, type MakeTool } from '../tool.ts';

/** What the tools need of claims. `claims` of a client of the SDK is one. */
export type ClaimPort = Pick<ClaimCalls, 'take' | 'release' | 'list' | 'conflicts'>;

const listedMax = 20;
const minuteMs = 60_000;

const held = z.object({
  id: z.string(),
  resource: z.string(),
  holder: z.string(),
  session: z.string().nullable(),
  expiresAt: z.string(),
  purpose: z.string().nullable(),
});
const shown = ({ id, resource, holder, session, expiresAt, purpose }: Claim): z.infer<typeof held> => ({
  ...{ id, resource, holder, session, expiresAt, purpose },
});

/** The tools of claims, for one connection: what was claimed through it can be released through it. */
export function claimTools(claims: ClaimPort): readonly MakeTool[] {
  const fences = new Map<string, number>();
  return [claimPath(claims, fences), releaseClaim(claims, fences), listClaims(claims)];
}

const claimPath =
  (claims: ClaimPort, fences: Map<string, number>): MakeTool =>
  (at) =>
    defineTool({
      name: 'claim_path',
      title: 'Claim files before editing them',
      subject: 'The list of claims',
      description:
        'Takes an exclusive hold on a file, or on all files a glob matches, so that no other agent of this project works on them meanwhile. Use it before a larger edit where others may be at work. When it is refused you are told who holds it: work on something else, or ask the user. Claiming again what you hold renews it.',
      input: z.strictObject({
        path: z
          .string()
          .trim()
          .min(1)
          .max(1_000)
          .describe('A file, or a glob like services/payments/** (*, **, ?, {a,b}), relative to the repository'),
        purpose: z.string().trim().min(1).max(500).optional().describe('What you are going to do, in a few words'),
        minutes: z.int().min(1).max(480).default(30).describe('How long you need it; it expires by itself then'),
        ...projectInput(at),
      }),
      output: z.object({ claimed: z.boolean(), claim: held }),
      annotations: adds,
      async run({ path: asked, purpose, minutes, ...input }, { options }) {
        const { project, session, actor } = asker(input, at);
        const resource = pathWithin(asked, at.root);
        const kind = /[*?{]/.test(resource) ? 'glob' : 'path';
        const holder = actor ?? session ?? 'an agent';
        const wanted = { kind, resource, project, holder, session, purpose, expiresInMs: minutes * minuteMs } as const;
        try {
          const claim = await claims.take(wanted, options);
          remember(fences, claim);
          const line = `Claimed ${JSON.stringify(claim.resource)} until ${claim.expiresAt}. Release it with release_claim, id ${claim.id}.`;
          return { data: { claimed: true, claim: shown(claim) }, lines: [line] };
        } catch (error) {
          if (!(error instanceof ClaimHeldError)) throw error;
          const lines = [`Not claimed: ${lineOf(error.held)}`, 'Work on something else, or ask the user.'];
          return { data: { claimed: false, claim: shown(error.held) }, lines };
        }
      },
    });

const releaseClaim =
  (claims: ClaimPort, fences: Map<string, number>): MakeTool =>
  () =>
    defineTool({
      name: 'release_claim',
      title: 'Let go of a claim',
      subject: 'The list of claims',
      description:
        'Lets go of what was claimed with claim_path, so that others may work on it. Use it as soon as you are done.',
      input: z.strictObject({ id: z.string().trim().min(1).max(128).describe('As claim_path told it') }),
      output: z.object({ released: z.boolean() }),
      annotations: adds,
      async run({ id }, { options }) {
        const fence = fences.get(id);
        if (fence === undefined) {
          const lines = [`${id} was not claimed here: only who claimed it can release it. It expires by itself.`];
          return { data: { released: false }, lines };
        }
        const { resource } = await claims.release({ id, fence }, options);
        fences.delete(id);
        return { data: { released: true }, lines: [`Released ${JSON.stringify(resource)}.`] };
      },
    });

const listClaims =
  (claims: ClaimPort): MakeTool =>
  (at) =>
    defineTool({
      name: 'list_claims',
      title: 'Who works on what',
      subject: 'The list of claims',
      description:
        'Lists what other agents of this project hold by claims, and the conflicts that are open: sessions that write the same file at this time. Give a path to ask about one file.',
      input: z.strictObject({
        path: z
          .string()
          .trim()
          .min(1)
          .max(1_000)
          .optional()
          .describe('Only about this file, relative to the repository'),
        ...projectInput(at),
      }),
      output: z.object({
        claims: z.array(held),
        conflicts: z.array(z.object({ id: z.string(), path: z.string(), sessions: z.array(z.string()) })),
      }),
      annotations: looks,
      async run({ path: asked, ...input }, { options }) {
        const about = {
          project: projectOf(input, at),
          path: asked === undefined ? undefined : pathWithin(asked, at.root),
        };
        const found = await first(claims.list({ ...about, limit: listedMax }, options));
        // A token may be for work only: what conflicts then is not told.
        const open = await first(claims.conflicts({ ...about, open: true, limit: listedMax }, options)).catch(() => []);
        const lines = [...found.map(lineOf), ...open.map(conflictLine)];
        return {
          data: { claims: found.map(shown), conflicts: open.map(conflictShown) },
          lines: lines.length === 0 ? ['Nothing is claimed, and nobody is in conflict.'] : lines,
        };
      },
    });

const claimsRemembered = 1_000;

function remember(fences: Map<string, number>, { id, fence }: Claim): void {
  if (fences.size >= claimsRemembered) fences.delete(fences.keys().next().value!);
  fences.set(id, fence);
}

async function first<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) if (found.push(row) >= listedMax) break;
  return found;
}

const projectOf = (input: object, at: Whereabouts) => asker(input, at).project;

function lineOf({ kind, resource, holder, session, expiresAt, purpose }: Claim): string {
  const who = session === null || session === holder ? holder : `${holder} (${session})`;
  const why = purpose === null ? '' : `, for: ${JSON.stringify(purpose)}`;
  return `${kind} ${JSON.stringify(resource)} is held by ${who} until ${expiresAt}${why}`;
}

const namesOf = ({ sides }: Conflict) => sides.flatMap(({ session, holder }) => session ?? holder ?? []);

const conflictLine = (conflict: Conflict) =>
  `conflict on ${JSON.stringify(conflict.path)}: ${namesOf(conflict).join(' and ')}, since ${conflict.detectedAt}`;

const conflictShown = (conflict: Conflict) => ({
  id: conflict.id,
  path: conflict.path,
  sessions: namesOf(conflict),
});
