import type { DataOf } from '@hookline/schemas';
import { hashOf, hidden, hunks, shown, type World } from './world.ts';

/** Decisions of a random program, one after another. */
export interface Tape {
  /** A number from 0 up to below `count`. */
  below(count: number): number;
}

const paths = ['a.txt', 'b.txt', 'src/c.txt', 'link', 'd.txt'];
const words = ['one', 'two', 'three', 'four', '', 'x = 1', `password = ${hidden}`];

/** What may go wrong on the way from the harness to the log. */
export interface Losses {
  /** One event of this many is lost; 0 for none. */
  readonly oneOf: number;
}

type Step = Generator<undefined>;

/** Runs a random program in a world: calls that go on at the same time take their steps in any order. */
export function runProgram(world: World, tape: Tape, steps: number, losses: Losses, plain = false): void {
  const running = new Set<Step>();
  let calls = 0;
  for (const path of paths.slice(0, 3)) world.write(path, textFrom(tape, plain));
  world.prompt();
  for (let step = 0; step < steps; step += 1) {
    const choice = tape.below(10);
    if (running.size === 0 || (!plain && choice < 2 && running.size < 3)) {
      calls += 1;
      running.add(callOf(world, tape, `call-${calls}`, losses, plain));
    } else if (running.size > 0 && choice === 9 && running.size < 2) {
      world.tell('message.sent', { role: 'assistant', text: 'hm' });
    }
    const all = [...running];
    const one = all[tape.below(all.length)]!;
    if (one.next().done) {
      running.delete(one);
      if (running.size === 0 && tape.below(4) === 0) world.prompt();
    }
  }
  for (const one of running) while (!one.next().done);
}

function callOf(world: World, tape: Tape, call: string, losses: Losses, plain: boolean): Step {
  const files = [reading, writing, editing];
  const kinds = plain ? files : [...files, ...files, patching, patching, deleting, shell, background, looking, failing];
  return kinds[tape.below(kinds.length)]!(world, tape, new Call(world, tape, call, losses), plain);
}

/** What is told of one call; at least one of its events gets through. */
class Call {
  readonly call: string;
  readonly #world: World;
  readonly #tape: Tape;
  readonly #losses: Losses;
  #isHeard = false;
  #areFactsHeard: boolean | undefined;

  constructor(world: World, tape: Tape, call: string, losses: Losses) {
    this.#world = world;
    this.#tape = tape;
    this.call = call;
    this.#losses = losses;
  }

  start(tool: string, effects: DataOf<'tool.started'>['effects']): void {
    this.#tell('tool.started', { call: this.call, tool, effects, input: {} });
  }

  finish(tool: string, effects: DataOf<'tool.started'>['effects'], more: object = {}): void {
    this.#tell('tool.finished', { call: this.call, tool, effects, outcome: 'ok', ...more }, !this.#isHeard);
  }

  fail(tool: string, effects: DataOf<'tool.started'>['effects']): void {
    const data = { call: this.call, tool, effects, outcome: 'failed', stage: 'ran', error: 'no' } as const;
    this.#tell('tool.failed', data, !this.#isHeard);
  }

  fact(kind: 'file.read' | 'file.written', data: object): void {
    this.#tell(kind, { call: this.call, ...data } as never);
  }

  #getsThrough(): boolean {
    return this.#losses.oneOf === 0 || this.#tape.below(this.#losses.oneOf) > 0;
  }

  #tell(kind: never | Parameters<World['tell']>[0], data: object, must = false): void {
    // Facts of one call come with one payload: they are lost together.
    const isFact = kind === 'file.read' || kind === 'file.written';
    if (isFact) this.#areFactsHeard ??= this.#getsThrough();
    const isHeard = must || (isFact ? this.#areFactsHeard === true : this.#getsThrough());
    if (kind !== 'file.read') this.#isHeard ||= isHeard;
    this.#world.tell(kind, data as never, isHeard);
  }
}

function textFrom(tape: Tape, plain: boolean): string {
  const lines = Array.from(
    { length: tape.below(5) },
    () => words[tape.below(plain ? words.length - 1 : words.length)]!,
  );
  return lines.join('\n') + (tape.below(4) === 0 ? '' : '\n');
}

const pathFrom = (tape: Tape) => paths[tape.below(paths.length)]!;

function* reading(world: World, tape: Tape, call: Call): Step {
  const path = pathFrom(tape);
  const effects = [{ type: 'file.read' as const, object: path }];
  call.start('Read', effects);
  yield;
  const text = world.read(path);
  yield;
  if (text === undefined) return call.fail('Read', effects);
  call.finish('Read', effects);
  yield;
  const content = shown(text);
  const lines = content.split('\n').length;
  if (tape.below(5) > 0) {
    call.fact('file.read', { path, content, hash: hashOf(content), startLine: 1, lines, totalLines: lines });
  } else {
    call.fact('file.read', { path, content: content.split('\n')[0], startLine: 1, lines: 1, totalLines: lines });
  }
}

/** A whole text, however it was before. */
function* writing(world: World, tape: Tape, call: Call, plain: boolean): Step {
  const path = pathFrom(tape);
  const effects = [{ type: 'file.write' as const, object: path }];
  call.start('Write', effects);
  yield;
  const [before, after] = [world.read(path), textFrom(tape, plain)];
  world.write(path, after);
  yield;
  call.finish('Write', effects);
  yield;
  call.fact('file.written', written(path, before, after));
}

/** Another text for the one that was read just before, told with both. */
function* editing(world: World, tape: Tape, call: Call, plain: boolean): Step {
  const path = pathFrom(tape);
  const effects = [{ type: 'file.write' as const, object: path }];
  call.start('Edit', effects);
  yield;
  const before = world.read(path);
  if (before === undefined) return call.fail('Edit', effects);
  const after = before + textFrom(tape, plain);
  world.write(path, after);
  yield;
  call.finish('Edit', effects);
  yield;
  call.fact('file.written', written(path, before, after));
}

function written(path: string, before: string | undefined, after: string): object {
  const [old, now] = [before === undefined ? undefined : shown(before), shown(after)];
  const patch = old === undefined ? [] : hunks(old, now);
  return {
    path,
    how: old === undefined ? 'create' : 'edit',
    ...(old !== undefined && { before: old, hashBefore: hashOf(old) }),
    after: now,
    hashAfter: hashOf(now),
    ...(patch.length > 0 && { patch }),
  };
}

/** Several files in one call, told by patches alone: as `apply_patch` does. */
function* patching(world: World, tape: Tape, call: Call): Step {
  const [first, second] = [pathFrom(tape), pathFrom(tape)];
  const target = `moved-${tape.below(2)}.txt`;
  const effects = [first, second, target].map((object) => ({ type: 'file.write' as const, object }));
  call.start('apply_patch', tape.below(3) === 0 ? [{ type: 'file.write' as const }] : effects);
  yield;
  const facts: object[] = [];
  const before = world.read(first);
  if (before !== undefined) {
    const after = `${textFrom(tape, false)}${before}`;
    world.write(first, after);
    facts.push({ path: first, how: 'edit', patch: hunks(shown(before), shown(after)) });
  }
  yield;
  const moved = world.read(second);
  if (moved !== undefined && world.canRemove(second) && tape.below(2) === 0) {
    const after = tape.below(2) === 0 ? moved : `${moved}moved\n`;
    world.remove(second);
    world.write(target, after);
    const patch = hunks(shown(moved), shown(after));
    facts.push({ path: target, from: second, how: 'move', ...(patch.length > 0 && { patch }) });
  }
  yield;
  if (tape.below(5) === 0) return call.fail('apply_patch', effects);
  call.finish('apply_patch', effects);
  for (const fact of facts) {
    yield;
    call.fact('file.written', fact);
  }
}

function* deleting(world: World, tape: Tape, call: Call): Step {
  const path = pathFrom(tape);
  const effects = [{ type: 'file.delete' as const, object: path }];
  call.start('delete', effects);
  yield;
  const before = world.read(path);
  if (before === undefined || !world.canRemove(path)) return call.fail('delete', effects);
  world.remove(path);
  yield;
  call.finish('delete', effects);
  yield;
  call.fact('file.written', { path, how: 'delete', before: shown(before), hashBefore: hashOf(shown(before)) });
}

const command = (object: string) => [{ type: 'process.exec' as const, object }];

function* shell(world: World, tape: Tape, call: Call): Step {
  const effects = command(tape.below(2) === 0 ? 'npm test' : 'cat a.txt > b.txt');
  call.start('Bash', effects);
  yield;
  for (let count = tape.below(3); count > 0; count -= 1) {
    changeSomething(world, tape);
    yield;
  }
  if (tape.below(3) === 0) call.fail('Bash', effects);
  else call.finish('Bash', effects);
}

function* background(world: World, tape: Tape, call: Call): Step {
  call.start('Bash', command('npm run dev'));
  yield;
  call.finish('Bash', command('npm run dev'), { background: `shell-${call.call}` });
  yield;
  for (let count = tape.below(4); count > 0; count -= 1) {
    changeSomething(world, tape);
    yield;
  }
  const background = `shell-${call.call}`;
  world.tell('background.ended', { background, call: call.call, status: 'completed', outcome: 'ok' });
}

function* looking(_world: World, _tape: Tape, call: Call): Step {
  call.start('Bash', command('git status && cat a.txt | head'));
  yield;
  call.finish('Bash', command('git status && cat a.txt | head'));
}

function* failing(_world: World, tape: Tape, call: Call): Step {
  const effects = [{ type: 'file.write' as const, object: pathFrom(tape) }];
  call.start('Edit', effects);
  yield;
  call.fail('Edit', effects);
}

function changeSomething(world: World, tape: Tape): void {
  const path = pathFrom(tape);
  if (tape.below(4) === 0 && world.canRemove(path)) world.remove(path);
  else world.write(path, textFrom(tape, false));
}
