import type { Trx } from '@hookline/db';
import type { Effect } from '@hookline/schemas';
import { sql } from 'kysely';

/** The rows of one session that its index is made of. Texts are JSON as stored, cut; every list in no given order. */
export interface SessionRows {
  readonly session: IndexedSession;
  readonly messages: readonly MessageText[];
  readonly turns: readonly TurnText[];
  readonly calls: readonly CallText[];
  readonly files: readonly FilePath[];
  readonly plans: readonly PlanText[];
  readonly agents: readonly AgentText[];
  readonly code: readonly CodeFact[];
}

interface Placed {
  readonly order: string;
  readonly position: number;
  readonly at: string | null;
  readonly turn: string | null;
}

interface IndexedSession {
  readonly session: string;
  readonly nativeSession: string | null;
  readonly harness: string | null;
  readonly project: string | null;
  readonly projectName: string | null;
  readonly branch: string | null;
  readonly actor: string | null;
  readonly model: string | null;
  readonly givenTitle: string | null;
  readonly firstPosition: number;
  readonly startedAt: string;
}

interface MessageText extends Placed {
  readonly message: string;
  readonly role: string;
  readonly by: string | null;
  readonly text: string | null;
}

interface TurnText extends Placed {
  readonly turn: string;
  readonly closing: string | null;
  readonly error: string | null;
  readonly endedPosition: number | null;
}

export interface CallText extends Placed {
  readonly call: string;
  readonly endedPosition: number | null;
  readonly tool: string | null;
  readonly program: string | null;
  readonly description: string | null;
  readonly effects: readonly Effect[];
  readonly outcome: string;
  readonly background: string | null;
  readonly signature: string | null;
  readonly input: string | null;
  readonly error: string | null;
  readonly output: string | null;
  readonly reason: string | null;
}

interface FilePath extends Placed {
  readonly file: string;
  readonly call: string | null;
  readonly path: string;
  readonly fromPath: string | null;
}

interface PlanText extends Placed {
  readonly plan: string;
  readonly items: string | null;
}

interface AgentText extends Placed {
  readonly agent: string;
  readonly type: string | null;
  readonly description: string | null;
  readonly prompt: string | null;
  readonly text: string | null;
}

export interface CodeFact extends Placed {
  readonly id: string;
  readonly data: string;
}

/** Undefined when no read model knows the session. */
export async function readSessionRows(trx: Trx, session: string): Promise<SessionRows | undefined> {
  const found = await sql<IndexedSession>`
    select session, native_session, harness, project, project_name, branch, actor, model, given_title,
      first_position, started_at
    from read.sessions where session = ${session}`.execute(trx);
  const row = found.rows[0];
  if (row === undefined) return undefined;
  const rowsOf = async <Row>(select: ReturnType<typeof sql<Row>>) => (await select.execute(trx)).rows;
  return {
    session: row,
    messages: await rowsOf(sql<MessageText>`
      select message, role, by, turn, at, order_key as "order", position,
        left(text::text, case role when 'user' then 40000 else 8000 end) as text
      from read.messages where session = ${session}`),
    turns: await rowsOf(sql<TurnText>`
      select turn, left(closing::text, 8000) as closing, error, ended_position, coalesce(ended_at, started_at) as at,
        order_key as "order", position
      from read.turns where session = ${session} and (closing is not null or error is not null)`),
    calls: await rowsOf(sql<CallText>`
      select call, turn, tool, program, left(description, 2000) as description, effects, outcome,
        coalesce(background_outcome, case when background is null then null else 'running' end) as background,
        error_signature as signature, coalesce(started_at, ended_at) as at, order_key as "order", position, ended_position,
        left(coalesce(input_executed, input)::text, 8000) as input, left(error::text, 20000) as error,
        left(output::text, 6000) as output, left(reason::text, 4000) as reason
      from read.calls where session = ${session}`),
    files: await rowsOf(sql<FilePath>`
      select distinct on (turn, path) file, call, turn, path, from_path, at, order_key as "order", position
      from read.files where session = ${session} order by turn, path, order_key, position`),
    plans: await rowsOf(sql<PlanText>`
      select plan, turn, left(items::text, 8000) as items, at, order_key as "order", position
      from read.plans where session = ${session}`),
    agents: await rowsOf(sql<AgentText>`
      select agent, type, description, left(prompt::text, 8000) as prompt, left(text::text, 8000) as text,
        null as turn, started_at as at, order_key as "order", position
      from read.agents where session = ${session}`),
    code: await rowsOf(sql<CodeFact>`
      select id, event ->> 'turn' as turn, time as at, order_key as "order", position,
        left((event -> 'data')::text, 4000) as data
      from events where session = ${session}
        and kind in ('commit.made', 'branch.pushed', 'pr.opened', 'pr.merged', 'pr.closed', 'ci.finished')`),
  };
}
