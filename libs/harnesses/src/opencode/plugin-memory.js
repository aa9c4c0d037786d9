// What an agent is told of the project's memory. All of it is read from files that the edge keeps on this machine, and
// asked of the edge through files; what is not there in time is not said. Nothing in here throws at OpenCode.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** So long one hook of OpenCode may wait for the edge, in milliseconds. */
const waitMsMax = 50;
const lookEveryMs = 2;
const cardCharactersMax = 20_000;
const answerCharactersMax = 8_000;
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
    if (!Array.isArray(parts) || !isGood(path.join(cardsOf(folder), '.hookline-prompts'))) return;
    const words = parts.filter(({ type, synthetic }) => type === 'text' && synthetic !== true).map(({ text }) => text);
    const last = parts.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
    if (words.length === 0 || typeof last?.id !== 'string') return;
    const text = await ask(root, folder, { surface: 'prompt', text: words.join('\n') }, timeLeft());
    if (text === undefined) return;
    const { sessionID, messageID } = last;
    // Parts are shown by their ids.
    parts.push({ id: `${last.id.slice(0, -4)}zzzz`, sessionID, messageID, type: 'text', text, synthetic: true });
  }

  /**
   * Puts what is known of a call behind its output: there is no other place for it. A file's memories come with its being
   * read, which is before it is edited; those of a command when it failed, before it is tried again.
   */
  async function afterCall({ tool, args, callID }, root, folder, answer) {
    if (typeof answer?.output !== 'string') return;
    const left = timeLeft();
    for (const question of questionsOf(tool, args, answer, root, folder)) {
      const text = await ask(root, folder, { ...question, call: callID }, left);
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

  /** What the edge says to a question, if it says it in time. It keeps the budgets, and tells the log what it said. */
  async function ask(root, folder, question, left) {
    const answers = path.join(home, 'answers');
    if (!isGood(path.join(answers, 'alive')) || left() <= 0) return undefined;
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
    while (left() > 0) {
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      const answer = read(path.join(answers, name));
      if (answer?.endsWith('\n')) return textIn(answer);
    }
    // Whoever comes next need not wait until the edge says that it is there again.
    fs.rmSync(asked, { force: true });
    fs.truncateSync(path.join(answers, 'alive'));
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

  return { beforeRequest, withPrompt, afterCall };
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

function textIn(answer) {
  const { text } = answer.trim() === '' ? {} : JSON.parse(answer);
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
function timeLeft() {
  const until = performance.now() + waitMsMax;
  return () => until - performance.now();
}

function bounded(map, key, value, max) {
  map.delete(key);
  map.set(key, value);
  if (map.size > max) map.delete(map.keys().next().value);
}
