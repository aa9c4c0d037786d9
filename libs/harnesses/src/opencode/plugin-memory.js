// What an agent is told of the project's memory, messages for it, and whether a call may run. All of it is read from files that the edge keeps on this machine, and
// asked of the edge through files; what is not there in time is not said. Nothing in here throws at OpenCode,
// but the reason why a call may not run.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** So long one hook of OpenCode may wait for the edge, in milliseconds. */
const waitMsMax = 50;
/** So long a call waits for the word whether it may run: where it may run without one, and where it may not. */
const decideMsMax = { open: 250, closed: 700 };
const unanswered =
  'Hookline gave no answer whether this call may run, and a policy says that without one it may not. It is no fault of ' +
  'the call: a person has to look at it (`hookline doctor`)';
const lookEveryMs = 2;
const cardCharactersMax = 20_000;
const answerCharactersMax = 16_000;
const askedCharactersMax = 16_000;
const sessionsMax = 200;
const filesMax = 500;
const filesAtOnceMax = 20;
const idsMax = 100;

/** How requests begin that OpenCode makes for itself: a title, a summary. */
const forItself = /^You are (a title generator|an? [\w ]*summariz)/i;
const editing = new Set(['write', 'edit', 'multiedit']);
const patching = new Set(['apply_patch', 'patch']);

/** `tell(session, folder, properties)`: writes into the log what was put before an agent. */
export function memoryOf(home, tell) {
  /** Main session to what is put before each of its requests. */
  const cards = new Map();
  /** Main session to the files whose memories were asked for. */
  const files = new Map();
  let asks = 0;

  /**
   * Puts the card of the folder behind the system prompt, while one is good. A session keeps the words it was told first,
   * as it would in any other harness: others would make the model read the whole conversation anew.
   */
  function beforeRequest(session, root, folder, system) {
    if (!Array.isArray(system) || forItself.test(system[0])) return;
    const card = cardOf(root, folder);
    if (card === undefined) return;
    if (!card.told) {
      card.told = true;
      tell(session, folder, { text: card.text, ...(card.heldOut && { heldOut: true }) });
    }
    if (!card.heldOut && !system.includes(card.text)) system.push(card.text);
  }

  /** The card of a session while any is good: the one it met first. */
  function cardOf(root, folder) {
    const now = cardIn(folder);
    const known = cards.get(root);
    if (now === undefined || known !== undefined) return now && known;
    const card = { text: now, heldOut: isHeldOut(folder, root), told: false };
    bounded(cards, root, card, sessionsMax);
    return card;
  }

  /** Puts what is known of a prompt behind it, as a part of the same message. */
  async function withPrompt(root, folder, parts) {
    if (!Array.isArray(parts)) return;
    if (!isAwaited(root) && !isGood(path.join(cardsOf(folder), '.hookline-prompts'))) return;
    const words = parts.filter(({ type, synthetic }) => type === 'text' && synthetic !== true).map(({ text }) => text);
    const last = parts.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
    if (words.length === 0 || typeof last?.id !== 'string') return;
    const left = timeLeft(isAwaited(root) ? decideMsMax.closed : waitMsMax);
    const text = await ask(root, folder, { surface: 'prompt', text: words.join('\n') }, left);
    if (text === undefined) return;
    const { sessionID, messageID } = last;
    // Parts are shown by their ids.
    parts.push({ id: `${last.id.slice(0, -4)}zzzz`, sessionID, messageID, type: 'text', text, synthetic: true });
  }

  /**
   * Puts what is known of a call behind its output: there is no other place for it. A file's memories come with its being
   * read, which is before it is edited; those of a command when it failed, before it is tried again.
   */
  async function afterCall({ tool, args, callID, sessionID }, root, folder, answer) {
    if (typeof answer?.output !== 'string') return;
    const isMain = sessionID === root;
    const awaited = isMain && isAwaited(root) ? [{ surface: 'after-call' }] : [];
    const left = timeLeft(awaited.length > 0 ? decideMsMax.closed : waitMsMax);
    const of = { call: callID, ...(!isMain && { agent: sessionID }) };
    for (const question of [...questionsOf(tool, args, answer, root, folder), ...awaited]) {
      const text = await ask(root, folder, { ...question, ...of }, left);
      if (text === undefined) continue;
      answer.output = `${answer.output}\n\n${text}`;
      return;
    }
  }

  function questionsOf(tool, args, { output, metadata }, root, folder) {
    const given = JSON.stringify(args ?? {});
    const isKnown = () => holdsAny(given, path.join(cardsOf(folder), '.hookline-calls'));
    if (tool === 'bash') {
      if (metadata?.exit === 0 || metadata?.exit === undefined) return [];
      const command = String(args?.command ?? '').slice(0, askedCharactersMax);
      const text = output.slice(-askedCharactersMax);
      const questions = [];
      if (holdsAny(JSON.stringify(text), path.join(cardsOf(folder), '.hookline-failures')))
        questions.push({ surface: 'after-failure', text, command });
      if (isKnown()) questions.push({ surface: 'before-command', command });
      return questions;
    }
    const seen = files.get(root) ?? new Set();
    const paths = filesOf(tool, args).filter((file) => !seen.has(file));
    if (paths.length === 0 || !isKnown()) return [];
    for (const file of paths) if (seen.size < filesMax) seen.add(file);
    bounded(files, root, seen, sessionsMax);
    return [{ surface: 'before-edit', paths }];
  }

  /**
   * Why a call may not run; undefined where it may. What the calls of this machine need stands in a file of the edge, which
   * holds also when there is none any more: an answer if there is one (open), or an answer (closed).
   */
  async function whyNot({ tool, callID, sessionID }, root, folder, input) {
    const guard = path.join(home, 'answers', 'guard');
    const need = read(guard)?.split('\n')[0];
    if (need !== 'open' && need !== 'closed') return undefined;
    const agent = sessionID === root ? 'main' : sessionID;
    const question = { surface: 'guard', tool, input, call: callID, agent };
    try {
      const answer = await said(root, folder, question, timeLeft(decideMsMax[need]), guard, need === 'closed');
      if (answer !== undefined) return answer.decision === 'deny' ? String(answer.reason) : undefined;
    } catch {}
    return need === 'closed' ? unanswered : undefined;
  }

  /** Whether messages wait for this session. */
  function isAwaited(root) {
    const file = path.join(home, 'answers', 'waiting');
    return isGood(file) && (read(file) ?? '').split('\n').includes(root);
  }

  /** What the edge says to a question, if it says it in time. It keeps the budgets, and tells the log what it said. */
  async function ask(root, folder, question, left) {
    return textIn(await said(root, folder, question, left, path.join(home, 'answers', 'alive'), false));
  }

  /** The answer to a question, which `word` says there will be. One that `stays` is read by the next edge at the latest. */
  async function said(root, folder, question, left, word, stays) {
    const answers = path.join(home, 'answers');
    if ((!isGood(word) && !stays) || left() <= 0) return undefined;
    asks += 1;
    const name = `opencode.${process.pid}.${Date.now().toString(36)}.${asks}`;
    const asked = path.join(answers, 'asked', name);
    const scratch = path.join(answers, `.${name}`);
    // The prompt comes before the request that the card is put before.
    const shown = idsIn(cardOf(root, folder)?.text ?? '');
    const whole = { harness: 'opencode', session: root, projectDir: folder, shown, ...question };
    if (whole.text !== undefined) whole.text = whole.text.slice(0, askedCharactersMax);
    fs.writeFileSync(scratch, `${JSON.stringify(whole)}\n`, { flag: 'wx', mode: 0o600 });
    fs.renameSync(scratch, asked);
    while (left() > 0 && isGood(word)) {
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      const answer = read(path.join(answers, name));
      if (answer?.endsWith('\n')) {
        takes(path.join(answers, `${name}.taken`));
        return answer.trim() === '' ? {} : JSON.parse(answer);
      }
    }
    if (stays) return undefined;
    // Whoever comes next need not wait until the edge says that it is there again.
    fs.rmSync(asked, { force: true });
    fs.utimesSync(word, 1, 1);
    return undefined;
  }

  function cardIn(folder) {
    const file = path.join(cardsOf(folder), '.hookline-card.md');
    const text = isGood(file) ? read(file) : undefined;
    return text === undefined || text.trim() === '' || text.length > cardCharactersMax ? undefined : text;
  }

  function isHeldOut(folder, root) {
    const salt = read(path.join(cardsOf(folder), '.hookline-card'))?.split('\n')[1];
    return /^\d+$/.test(salt ?? '') && drawn(root, Number(salt));
  }

  function cardsOf(folder) {
    return path.join(home, 'cards', folder);
  }

  return { beforeRequest, withPrompt, afterCall, whyNot };
}

/** As `heldOut` of the memory's library: one session of ten is told nothing, so that it can be seen what telling is good for. */
function drawn(native, salt) {
  const tail = /[0-9a-f]*$/.exec(native)[0].slice(-7);
  const hash = () => crypto.createHash('sha256').update(native).digest().readUInt32BE(0) >>> 4;
  const number = tail === '' ? hash() : Number.parseInt(tail, 16);
  return Math.floor((number * 40_503 + salt) / 16) % 10 === 0;
}

/** Files that a call reads or changes, absolute or as the agent wrote them. */
function filesOf(tool, args) {
  if (tool === 'read' || editing.has(tool)) return typeof args?.filePath === 'string' ? [args.filePath] : [];
  if (!patching.has(tool) || typeof args?.patchText !== 'string') return [];
  const named = args.patchText.matchAll(/^\*\*\* (?:Add|Update|Delete) File: (.+)$/gm);
  return [...named].slice(0, filesAtOnceMax).map(([, file]) => file.trim());
}

/** Whether one line of a file that is good stands in the text. */
function holdsAny(text, file) {
  if (!isGood(file)) return false;
  return (read(file) ?? '').split('\n').some((line) => line !== '' && text.includes(line));
}

/** A file's mtime is the moment until which it is good. */
function isGood(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.mtimeMs > Date.now() && stat.size < 1024 ** 2;
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Of this and the edge the one has the answer that makes the file: throws where the edge took it back. */
function takes(file) {
  fs.writeFileSync(file, '', { flag: 'wx', mode: 0o600 });
}

function textIn(answer) {
  const text = answer?.text;
  return typeof text === 'string' && text.startsWith('<hookline') && text.length <= answerCharactersMax
    ? text
    : undefined;
}

/** The short ids of what a block tells. */
function idsIn(block) {
  const ids = /<hookline memory[^>]*\sids="([^"]*)"/.exec(block)?.[1] ?? '';
  return ids.split(/\s+/).filter(Boolean).slice(0, idsMax);
}

/** Answers how many milliseconds are left of those that may be waited from now on. */
function timeLeft(mostMs = waitMsMax) {
  const until = performance.now() + mostMs;
  return () => until - performance.now();
}

function bounded(map, key, value, max) {
  map.delete(key);
  map.set(key, value);
  if (map.size > max) map.delete(map.keys().next().value);
}
