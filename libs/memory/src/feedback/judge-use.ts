import type { UseOutcome } from '../fold/decision.ts';
import type { Memory } from '../memory.ts';
import { type Advice, adviceOf } from './advice.ts';
import type { Aftermath, AftermathCall } from './aftermath.ts';

type Judged = Pick<Memory, 'kind' | 'about' | 'details'>;

/** Signatures of a command that is not there at all, other than one that found what it looks for. */
const notThere =
  /not found|no such|unknown (command|option|script|skill|subcommand)|missing script|cannot find|unrecogni[sz]ed/i;

/**
 * Whether a memory helped where it was told, from what happened after.
 * `helpful`: what it recommends was done and succeeded, what it warns of was left, or the error did not come back.
 * `harmful`: what it recommends could not be run, a person refused it, what it warns of succeeded, or the error came back.
 * `ignored`: nothing that happened speaks for or against it.
 */
export function judgeUse(memory: Judged, aftermath: Aftermath): UseOutcome {
  const advice = adviceOf(memory);
  const calls = aftermath.calls;
  if (calls.some((call) => call.rejected === true && call.toldAt !== true && follows(call, advice))) return 'harmful';
  if (memory.kind === 'pitfall') return judgeWarning(advice, aftermath);
  if (memory.kind === 'remedy') return judgeRemedy(memory, advice, aftermath);
  if (memory.kind === 'violation') return judgeViolation(memory, calls);
  return judgeAdvice(advice, calls);
}

/** A test that fails was run all the same: only what cannot be run at all speaks against the memory. */
function judgeAdvice(advice: Advice, calls: readonly AftermathCall[]): UseOutcome {
  const following = calls.filter((call) => call.rejected !== true && follows(call, advice));
  if (following.some(({ outcome }) => outcome === 'ok')) return 'helpful';
  return following.some(({ outcome, signature }) => outcome === 'failed' && notThere.test(signature ?? ''))
    ? 'harmful'
    : 'ignored';
}

/** The call that a warning came with runs nonetheless: how it ended says whether the warning was right. */
function judgeWarning(advice: Advice, { calls, surface }: Aftermath): UseOutcome {
  const warned = calls.filter((call) => runs(call, advice.warnedOf));
  if (warned.some(({ outcome }) => outcome === 'ok')) return 'harmful';
  const rewritten = calls.filter((call) => runs(call, advice.commands) && !runs(call, advice.warnedOf));
  if (rewritten.some(({ outcome }) => outcome === 'ok')) return 'helpful';
  const again = warned.some((call) => call.toldAt !== true);
  const moved = calls.some((call) => call.toldAt !== true);
  return surface === 'before-command' && moved && !again && warned.length > 0 ? 'helpful' : 'ignored';
}

function judgeRemedy({ about }: Judged, advice: Advice, { calls, signatures }: Aftermath): UseOutcome {
  const later = calls.filter((call) => call.toldAt !== true);
  if (signatures.includes(about)) return 'harmful';
  return later.some((call) => call.outcome === 'ok' && (follows(call, advice) || call.keys.length > 0))
    ? 'helpful'
    : 'ignored';
}

/** A linter's rule helped where files were changed and it did not fail over that rule again. */
function judgeViolation({ about }: Judged, calls: readonly AftermathCall[]): UseOutcome {
  const rule = about.slice(about.lastIndexOf(':') + 1);
  if (rule !== '' && calls.some(({ signature }) => signature?.includes(rule))) return 'harmful';
  const edited = calls.findIndex(({ wrote }) => wrote.length > 0);
  const checked = calls.slice(edited + 1).some(({ keys, outcome }) => outcome === 'ok' && keys.some(isCheck));
  return edited >= 0 && checked ? 'helpful' : 'ignored';
}

const isCheck = (key: string) => /lint|check|tsc|vet|clippy|ruff|mypy|eslint|biome/i.test(key);

function follows(call: AftermathCall, advice: Advice): boolean {
  const touched = [...call.paths, ...call.wrote];
  return runs(call, advice.commands) || touched.some((path) => advice.files.includes(path));
}

function runs({ keys, command = '' }: AftermathCall, commands: readonly string[]): boolean {
  return commands.some((one) => keys.includes(one) || command === one || command.startsWith(`${one} `));
}
