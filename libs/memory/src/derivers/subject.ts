import { stemmer } from 'stemmer';

const lengthMax = 200;

/** Words that say how much something holds, not what it is about. */
const emphasis =
  /^(?:(?:please|note that|remember(?: that)?|remember to|always|never|now|currently|from now on|actually|in this project)[,:]?\s+)+/i;
const unsaying = new Set(
  'a an the its their our your my this that these those we i you it do does did not no never always must should shall can cannot may might will would dont don doesn t s of by be been being is are was were to current currently now name called'.split(
    ' ',
  ),
);
const copula = /^(is|are|was|were|be|became|becomes|remains)$/i;
const joints = new Set('in on at with by through via to from for after before as into under onto'.split(' '));
/** One of many may be who does this to a thing, but a thing has one of them at a time. */
const oneDoer =
  /^(own|maintain|lead|manag|chair|head|found|direct|host|author|run|oper|develop|produc|publish|captain|edit|compos|design|invent)$/;
/** A value that is recognised wherever it stands: numbers, versions, sizes, times. */
const figure = /^v?\d[\d.,:_]*(?:ms|s|m|h|d|kb|mb|gb|k|%|px|\+)?$/i;
const imperative =
  /^(use|run|make|keep|put|write|add|avoid|prefer|call|do|don['’]?t|ask|check|commit|push|deploy|test|start|stop|set|name|follow|create|remove|delete|wrap|return|log|never|always|install|build|open|read)$/i;

/**
 * What a statement is about, as a key: statements that say different things of the same property of the same thing have
 * the same one, so that the later takes the place of the earlier. `The owner of checkout is Ann` and `checkout is owned by
 * Bo` share theirs. Where no property is recognised, the whole statement is the key: nothing is replaced wrongly.
 */
export function subjectOf(statement: string): string {
  const plain = statement
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(emphasis, '')
    .replace(/[.!?;,]+$/, '');
  const words = plain.split(' ');
  const key =
    assigned(plain) ??
    figured(words) ??
    (imperative.test(words[0] ?? '')
      ? purposeOf(words)
      : (propertyOf(words) ?? purposeOf(words) ?? doneTo(words) ?? joined(words)));
  return (key ?? stems(words).join(' ')).slice(0, lengthMax).trim() || plain.toLowerCase().slice(0, lengthMax);
}

/** `name = value`; `name: value` only where the name is one of a setting: a colon also follows `Note` and `After a merge`. */
function assigned(plain: string): string | undefined {
  const found =
    /^([\p{L}\p{N}_.$/ -]{2,80}?)\s*:?=\s+\S/u.exec(plain) ??
    /^([\p{L}_$][\p{L}\p{N}$/-]*[_.][\p{L}\p{N}_.$/-]*):\s+\S/u.exec(plain);
  return found === null ? undefined : property(found[1]!.split(' '));
}

/** One figure in the sentence is what may change. */
function figured(words: readonly string[]): string | undefined {
  const figures = words.filter((word) => figure.test(bare(word)));
  if (figures.length !== 1 || words.length < 3) return undefined;
  return property(words.filter((word) => !figure.test(bare(word))));
}

/** `the R of S is V`, `S's R is V`, `V is the R of S`, `S is a R of V`, `S is done by V`. */
function propertyOf(words: readonly string[]): string | undefined {
  const at = words.findIndex((word, index) => index > 0 && copula.test(word));
  if (at < 0 || at === words.length - 1) return undefined;
  const [before, after] = [words.slice(0, at), words.slice(at + 1)];
  const isNamed = /^(the|our|my|its)$/i.test(before[0]!) || before.some((word) => /['’]s$/.test(word));
  const joint = after.findIndex((word) => joints.has(word.toLowerCase()));
  // What follows a participle and a joint is the value: `is located in the city of ...`.
  if (joint > 0 && joint <= 3 && joint < after.length - 1 && !/^the$/i.test(after[0]!))
    return valued([...before, ...after.slice(0, joint)], after[joint]!);
  if (isNamed) return property(before);
  if (/^the$/i.test(after[0]!)) return property(after);
  const of = after.findIndex((word) => /^of$/i.test(word));
  if (/^an?$/i.test(after[0]!) && of > 0 && of < after.length - 1) return property([...before, ...after.slice(0, of)]);
  return undefined;
}

/** `as well`, `for now`. */
const asidesAfter = /^(well|possible|usual|needed|much|long|soon|now|example|instance|sure)$/i;

/** `S uses V as R`, `use V for R`. */
function purposeOf(words: readonly string[]): string | undefined {
  const verb = words.findIndex((word) => /^(uses?|using|prefers?|picked|chose|choose|adopted?)$/i.test(word));
  const joint = words.findLastIndex((word) => /^(as|for)$/i.test(word));
  if (verb < 0 || joint < verb + 2 || joint === words.length - 1 || asidesAfter.test(words[joint + 1]!))
    return undefined;
  return property([...words.slice(0, verb), ...words.slice(joint + 1)]);
}

/** `V owns S`: S has one owner. */
function doneTo(words: readonly string[]): string | undefined {
  const at = words.findIndex((word, index) => index > 0 && /(s|ed)$/.test(word) && oneDoer.test(stemOf(word)));
  if (at < 0 || at === words.length - 1 || joints.has(words[at + 1]!.toLowerCase())) return undefined;
  return property(words.slice(at));
}

/** `S listens on V`, `we deploy S with V`: what follows the joint is the value. */
function joined(words: readonly string[]): string | undefined {
  const at = words.findIndex((word, index) => index > 1 && joints.has(word.toLowerCase()));
  if (at < 0 || at === words.length - 1) return undefined;
  const before = words.slice(0, at);
  const isSaidOf =
    before.slice(1).some((word) => /^[a-z]+(s|ed)$/.test(word)) ||
    /^(we|i)$/i.test(before[0]!) ||
    /^of$/i.test(before[1] ?? '');
  return isSaidOf ? valued(before, words[at]!) : undefined;
}

/** What is hosted by somebody may be hosted in a place too. Who does it is named by `by`, and by the doer's own name. */
function valued(words: readonly string[], joint: string): string | undefined {
  const key = property(words);
  return key === undefined || /^by$/i.test(joint) ? key : `${key} ${joint.toLowerCase()}`;
}

/** The words that name a property, in whatever order they were said; undefined where too few are left to name one. */
function property(words: readonly string[]): string | undefined {
  const named = [...new Set(stems(words))].sort();
  return named.length === 0 ? undefined : named.join(' ');
}

function stems(words: readonly string[]): string[] {
  return words
    .flatMap((word) =>
      word
        .replace(/['’]s$/, '')
        .toLowerCase()
        .split(/[^\p{L}\p{N}_./@#+-]+/u),
    )
    .map((word) => word.replaceAll(/^[./-]+|[./-]+$/g, ''))
    .filter((word) => word !== '' && !unsaying.has(word) && !joints.has(word))
    .map(stemOf);
}

/** The stem, of who does something that of what is done: owner, owns, owned. */
function stemOf(word: string): string {
  const stem = stemmer(word.toLowerCase());
  return stem.length > 4 && /[^aeiou](er|or)$/.test(stem) ? stem.slice(0, -2) : stem;
}

function bare(word: string): string {
  return word.replaceAll(/^[("'`]+|[)"'`,;]+$/g, '');
}
