import { BlockList, isIP } from 'node:net';

/*
 * Filter policies read from AWS's documentation in the plainest way, to compare with. Of a body, every choice of one element
 * for each array is tried, as AWS's own words have it: all fields within an array must be of one element.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */

type Json = Readonly<Record<string, unknown>>;
/** The fields of one choice, by their paths: values of arrays of scalars are alternatives. */
type Choice = ReadonlyMap<string, readonly unknown[]>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a policy lets a body through, or the attributes of a message written as one. */
export function plainlyMatches(policy: Json, body: Json): boolean {
  const everything = mergeAll(choicesOf(body, ''));
  return choicesOf(body, '').some((choice) => matchesChoice(policy, '', choice, everything));
}

function mergeAll(choices: readonly Choice[]): ReadonlySet<string> {
  return new Set(choices.flatMap((choice) => [...choice.keys()]));
}

/** Every way to take one element of each array of objects. */
function choicesOf(value: unknown, path: string): Choice[] {
  if (isObject(value)) {
    let all: Choice[] = [new Map()];
    for (const [key, below] of Object.entries(value)) {
      const next = choicesOf(below, path === '' ? key : `${path}.${key}`);
      all = all.flatMap((one) => next.map((other) => merged(one, other)));
    }
    return all;
  }
  if (!Array.isArray(value)) return [new Map([[path, [value]]])];
  const scalars = value.filter((element) => typeof element !== 'object' || element === null);
  const structures = value.filter((element) => typeof element === 'object' && element !== null);
  const own: Choice = scalars.length === 0 ? new Map() : new Map([[path, scalars]]);
  if (structures.length === 0) return [own];
  return structures.flatMap((element) => choicesOf(element, path)).map((choice) => merged(own, choice));
}

function merged(one: Choice, other: Choice): Choice {
  const result = new Map(one);
  for (const [path, values] of other) result.set(path, [...(result.get(path) ?? []), ...values]);
  return result;
}

function matchesChoice(policy: Json, path: string, choice: Choice, everything: ReadonlySet<string>): boolean {
  return Object.entries(policy).every(([key, value]) => {
    if (key === '$or') return (value as Json[]).some((one) => matchesChoice(one, path, choice, everything));
    const below = path === '' ? key : `${path}.${key}`;
    if (isObject(value)) return matchesChoice(value, below, choice, everything);
    const values = choice.get(below) ?? [];
    return (value as unknown[]).some((test) =>
      isObject(test) && 'exists' in test
        ? test.exists
          ? values.length > 0
          : !everything.has(below)
        : values.some((one) => matchesTest(test, one)),
    );
  });
}

const ignoringCase = (text: unknown): string => String((text as Json)['equals-ignore-case']).toLowerCase();

function matchesTest(test: unknown, value: unknown): boolean {
  if (!isObject(test)) return test === value || isSameAddress(test, value);
  const [[kind, operand] = ['', undefined]] = Object.entries(test);
  if (kind === 'anything-but') {
    if (isObject(operand)) {
      const [[inner, given] = ['', undefined]] = Object.entries(operand);
      return ![given].flat().some((one) => matchesTest({ [inner]: one }, value));
    }
    return ![operand].flat().includes(value);
  }
  if (kind === 'numeric') return typeof value === 'number' && isInRange(operand as unknown[], value);
  if (typeof value !== 'string') return false;
  const lower = value.toLowerCase();
  switch (kind) {
    case 'prefix':
      return isObject(operand) ? lower.startsWith(ignoringCase(operand)) : value.startsWith(String(operand));
    case 'suffix':
      return isObject(operand) ? lower.endsWith(ignoringCase(operand)) : value.endsWith(String(operand));
    case 'equals-ignore-case':
      return lower === String(operand).toLowerCase();
    case 'wildcard':
      return matchesStars(String(operand), value);
    case 'cidr':
      return isInBlock(String(operand), value);
    default:
      throw new Error(`The plain reading knows no ${kind}.`);
  }
}

/** Addresses are equal however they are written. */
function isSameAddress(one: unknown, other: unknown): boolean {
  if (typeof one !== 'string' || typeof other !== 'string' || isIP(one) === 0 || isIP(one) !== isIP(other))
    return false;
  const family = isIP(one) === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addAddress(one, family);
  return list.check(other, family);
}

/** AWS compares numbers from -5e9 to 5e9. */
function isInRange(terms: readonly unknown[], value: number): boolean {
  if (Math.abs(value) > 5e9) return false;
  for (let at = 0; at < terms.length; at += 2) {
    const bound = Number(terms[at + 1]);
    const holds = { '=': value === bound, '<': value < bound, '<=': value <= bound, '>': value > bound };
    if (!({ ...holds, '>=': value >= bound }[String(terms[at])] ?? false)) return false;
  }
  return true;
}

function matchesStars(wildcard: string, text: string): boolean {
  if (wildcard === '') return text === '';
  if (!wildcard.startsWith('*')) return wildcard[0] === text[0] && matchesStars(wildcard.slice(1), text.slice(1));
  return Array.from({ length: text.length + 1 }, (_end, at) => text.slice(at)).some((rest) =>
    matchesStars(wildcard.slice(1), rest),
  );
}

function isInBlock(block: string, address: string): boolean {
  const [net = '', bits = ''] = block.split('/');
  if (isIP(address) === 0 || isIP(address) !== isIP(net)) return false;
  const family = isIP(net) === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(net, Number(bits), family);
  return list.check(address, family);
}
