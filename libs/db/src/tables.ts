import type { CloudEvent } from '@hookline/schemas';
import type { ColumnType, Generated } from 'kysely';
import type {
  ClaimFencesTable,
  ClaimPositionsTable,
  ClaimsTable,
  ConflictClockTable,
  ConflictSessionsTable,
  ConflictsTable,
  ConflictWritesTable,
} from './tables/claims.ts';
import type {
  FiringsTable,
  RuleClockTable,
  RuleHoldsTable,
  RuleStatesTable,
  RuleSwitchesTable,
  RulesTable,
  RuleTotalsTable,
  SessionFactsTable,
  WorkTiesTable,
} from './tables/engine.ts';
import type { PoliciesTable, PolicyDecisionsTable, PolicyFaultsTable } from './tables/policies.ts';
import type { RuleDecidedTable, RuleFaultsTable, RuleTextsTable } from './tables/rule-sources.ts';
import type { ApprovalsTable, SteerMessagesTable, WebhookDeliveriesTable } from './tables/steering.ts';
import type { WorkHistoryTable, WorkItemsTable, WorkSecretsTable } from './tables/work.ts';

/** A time as PostgreSQL gives it to us: ISO 8601 in UTC with milliseconds. */
type Time = ColumnType<string, string, string>;

interface EventsTable {
  position: number;
  id: string;
  kind: string;
  version: number;
  tenant: string;
  project: string;
  session: string;
  time: Time;
  recordedAt: Time;
  orderKey: string;
  event: ColumnType<CloudEvent, string, never>;
}

interface EventIdsTable {
  id: string;
  position: number;
  recordedAt: Time;
}

interface CheckpointsTable {
  name: string;
  position: number;
  lastId: string;
  logIdentity: string;
  updatedAt: Generated<string>;
}

interface SubscriptionsTable {
  name: string;
  project: string | null;
  session: string | null;
  kinds: string[];
  position: number;
  logIdentity: string;
  createdAt: Generated<string>;
  movedAt: Generated<string>;
}

interface UnknownKindsTable {
  type: string;
  events: number;
  firstPosition: number;
  lastPosition: number;
}

interface ProjectionsTable {
  name: string;
  version: number;
  generation: number;
  relation: string;
  state: 'building' | 'ready' | 'live';
  position: Generated<number>;
  stateHash: string;
  switchWhenReady: Generated<boolean>;
  liveSince: string | null;
  liveUntil: string | null;
  createdAt: Generated<string>;
}

interface QuarantineTable {
  relation: string;
  session: string;
  position: number;
  eventId: string;
  error: string;
  since: Generated<string>;
  requeuedAt: string | null;
}

interface MemoryFactsTable {
  eventId: string;
  session: string;
  position: number;
  fact: ColumnType<unknown, string, string>;
}

interface MemorySessionsTable {
  session: string;
  facts: number;
  lastPosition: number;
  observedFacts: Generated<number>;
  observedTo: Generated<number>;
  project: string | null;
  actor: string | null;
  startedAt: Time | null;
  lastAt: Time | null;
  harness: string | null;
  waiting: Generated<boolean>;
  waitingSince: Generated<string>;
  ended: Generated<boolean>;
  /** `SessionFigures` of @hookline/memory; null until it was observed. */
  figures: ColumnType<unknown, string | null | undefined, string>;
  /** Why it could not be observed, or which of its derivers failed. */
  fault: Generated<string | null>;
}

interface MemoryObservationsTable {
  memory: string;
  session: string;
  kind: string;
  home: string;
  about: string;
  project: string;
  actor: string | null;
  scope: string;
  firstAt: Time;
  lastAt: Time;
  positions: number[];
  data: ColumnType<unknown, string, string>;
}

interface MemoryDecisionsTable {
  eventId: string;
  position: number;
  type: string;
  memory: string | null;
  time: Time;
  decision: ColumnType<unknown, string, string>;
}

interface MemoryInjectionsTable {
  /** `mem_` and eight characters: agents are shown no more of an id. */
  shortMemory: string;
  session: string;
  project: string;
  position: number;
  at: Time;
  surface: string;
  heldOut: boolean;
  tokens: number;
  aftermath: ColumnType<unknown, string, string>;
}

interface MemoryStaleTable {
  memory: string;
  since: Generated<string>;
}

interface MemoriesTable {
  id: string;
  kind: string;
  scope: string;
  home: string;
  project: string;
  about: string;
  status: string;
  lastSeen: Time;
  sessions: number;
  positionFrom: number;
  positionTo: number;
  hash: string;
  memory: ColumnType<unknown, string, string>;
  /** What the log is to be told of it, and what it was told last. */
  telling: string | null;
  told: string | null;
}

interface MemoryGoneTable {
  id: string;
  memory: ColumnType<unknown, string, string>;
}

interface MemoryStateTable {
  name: string;
  value: string;
}

interface RecallShelvesTable {
  number: Generated<number>;
  scope: string;
  /** A kind of memory, or `said`. */
  kind: string;
  status: string;
  documents: Generated<number>;
  /** Of all its documents together, in weighted words. */
  length: Generated<number>;
}

interface RecallDocumentsTable {
  number: Generated<number>;
  /** Of a memory, or `said_` and a position. */
  id: string;
  shelf: number;
  session: string | null;
  ordinal: number | null;
  actor: string | null;
  at: Time;
  holdsUntil: Time | null;
  halfLifeDays: number | null;
  about: string;
  /** What its score is multiplied by, whatever was asked. */
  weight: number;
  title: string;
  text: string;
  /** Title and paths, compared by their parts. */
  names: string | null;
  /** Whose words it holds. */
  trust: string;
  /** A hash of title and text. */
  body: string;
  length: number;
  lexemes: string[];
  digest: string;
  position: number;
}

interface RecallPostingsTable {
  lexeme: string;
  shelf: number;
  document: number;
  weight: number;
  length: number;
}

interface RecallKeysTable {
  key: string;
  shelf: number;
  document: number;
  /** Whether the document is about that and nothing else. */
  whole: boolean;
}

interface OutboxTable {
  number: Generated<number>;
  /** Null where nothing is said and somebody only has to be woken. */
  event: ColumnType<CloudEvent | null, string | null, never>;
  dispatch: ColumnType<
    { queue: string; item: string; msgId: string } | { subject: string; msgId: string; payload: unknown } | null,
    string | null,
    never
  >;
}

interface SnapshotsTable {
  session: string;
  model: string;
  version: number;
  position: number;
  /** How many events of the session it follows from. */
  events: number;
  /** The place, in the session's order, of the last of them. */
  lastOrder: string;
  lastOrderPosition: number;
  stateHash: string;
  /** How long the rows are that changed since the snapshot before, as text. */
  bytes: number;
  madeAt: Generated<string>;
}

interface SnapshotRowsTable {
  session: string;
  model: string;
  version: number;
  key: string;
  position: number;
  rowHash: string;
  content: ColumnType<unknown, string, string>;
}

interface SharesTable {
  id: string;
  secretHash: string;
  session: string;
  at: number;
  content: 'outline' | 'talk' | 'full';
  madeBy: string;
  madeAt: Generated<string>;
  expiresAt: Time;
  opened: Generated<number>;
}

interface RetentionRunsTable {
  run: Generated<number>;
  askedBy: string;
  policy: string;
  startedAt: Generated<string>;
  endedAt: string | null;
}

interface ExpiredEventsTable {
  position: number;
  kind: string;
  project: string;
  session: string;
  bytes: number;
  rule: string;
  run: number;
  expiredAt: Generated<string>;
  /** Whether it is out of the log too. */
  erased: Generated<boolean>;
}

interface BodyReferencesTable {
  ref: string;
  position: number;
  bytes: number;
  gone: string | null;
}

interface BodyIndexTable {
  indexedUntil: number;
}

interface ExpiredBodiesTable {
  ref: string;
  bytes: number;
  rule: string;
  run: number;
  expiredAt: Generated<string>;
  deleted: Generated<boolean>;
}

interface SearchSessionsTable {
  number: Generated<number>;
  session: string;
  /** The project whose tokens may read it. */
  owner: string | null;
  quarantined: boolean;
  units: number;
  length: number;
}

interface SearchUnitsTable {
  number: number;
  unit: number;
  turn: string | null;
  firstAt: Time | null;
  lastAt: Time | null;
  digest: string;
  lexemes: string[];
  pieces: ColumnType<unknown, string, string>;
}

interface SearchPostingsTable {
  lexeme: string;
  number: number;
  unit: number;
  weight: number;
  length: number;
}

interface SearchCallsTable {
  number: number;
  call: string;
  orderKey: string;
  position: number;
  at: Time | null;
  tool: string | null;
  command: string | null;
  outcome: string;
  signature: string | null;
  error: string | null;
  /** Keys of the commands that the call says succeeded. */
  passed: string[];
  /** The key of the command that failed. */
  failed: string | null;
}

interface SearchWaitingTable {
  session: string;
  since: Generated<string>;
}

interface SavedSearchesTable {
  name: string;
  /** The project of the token that saved it; empty for one that is for all. */
  project: string;
  query: string;
  savedBy: string;
  savedAt: Generated<string>;
}

interface PricesTable {
  model: string;
  owner: boolean;
  validFrom: Time;
  validUntil: Time | null;
  tokensAbove: number;
  tokensUpTo: number | null;
  inputPerMillion: number;
  outputPerMillion: number;
  cacheReadPerMillion: number | null;
  cacheWritePerMillion: number | null;
  source: string;
}

/** Every table that the migrations make. Names and columns are written here in camelCase, in SQL in snake_case. */
export interface Tables {
  events: EventsTable;
  eventIds: EventIdsTable;
  checkpoints: CheckpointsTable;
  unknownKinds: UnknownKindsTable;
  projections: ProjectionsTable;
  quarantine: QuarantineTable;
  memoryFacts: MemoryFactsTable;
  memorySessions: MemorySessionsTable;
  memoryObservations: MemoryObservationsTable;
  memoryDecisions: MemoryDecisionsTable;
  memoryInjections: MemoryInjectionsTable;
  memoryStale: MemoryStaleTable;
  memories: MemoriesTable;
  recallShelves: RecallShelvesTable;
  recallDocuments: RecallDocumentsTable;
  recallPostings: RecallPostingsTable;
  recallKeys: RecallKeysTable;
  memoryGone: MemoryGoneTable;
  memoryState: MemoryStateTable;
  rules: RulesTable;
  firings: FiringsTable;
  sessionFacts: SessionFactsTable;
  ruleStates: RuleStatesTable;
  ruleTotals: RuleTotalsTable;
  ruleClock: RuleClockTable;
  ruleHolds: RuleHoldsTable;
  ruleSwitches: RuleSwitchesTable;
  workTies: WorkTiesTable;
  policies: PoliciesTable;
  policyFaults: PolicyFaultsTable;
  policyDecisions: PolicyDecisionsTable;
  ruleTexts: RuleTextsTable;
  ruleFaults: RuleFaultsTable;
  ruleDecided: RuleDecidedTable;
  webhookDeliveries: WebhookDeliveriesTable;
  steerMessages: SteerMessagesTable;
  approvals: ApprovalsTable;
  workItems: WorkItemsTable;
  workHistory: WorkHistoryTable;
  workSecrets: WorkSecretsTable;
  outbox: OutboxTable;
  prices: PricesTable;
  subscriptions: SubscriptionsTable;
  searchSessions: SearchSessionsTable;
  searchUnits: SearchUnitsTable;
  searchPostings: SearchPostingsTable;
  searchCalls: SearchCallsTable;
  searchWaiting: SearchWaitingTable;
  savedSearches: SavedSearchesTable;
  shares: SharesTable;
  snapshots: SnapshotsTable;
  snapshotRows: SnapshotRowsTable;
  retentionRuns: RetentionRunsTable;
  expiredEvents: ExpiredEventsTable;
  bodyReferences: BodyReferencesTable;
  bodyIndex: BodyIndexTable;
  expiredBodies: ExpiredBodiesTable;
  claimFences: ClaimFencesTable;
  claimPositions: ClaimPositionsTable;
  claims: ClaimsTable;
  conflictClock: ConflictClockTable;
  conflictSessions: ConflictSessionsTable;
  conflictWrites: ConflictWritesTable;
  conflicts: ConflictsTable;
}
