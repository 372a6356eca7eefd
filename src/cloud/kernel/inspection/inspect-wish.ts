import { SquallError } from '../errors.ts';

/** Where Node listens by default, and what editors are set to. */
export const inspectorPortDefault = 9229;

/** One value of `--inspect`: which function can be debugged, and at which port. */
export interface InspectWish {
  /** Undefined: every Node function, each at a port of its own from `port` on. */
  readonly function: string | undefined;
  readonly port: number;
}

/**
 * `['CreateOrder', 'GetOrder:9300', '*']` → wishes. Functions without a port get those from 9229 on, in the order in
 * which they are named. Throws `SquallError` for a port that is none, and for one that is wanted twice.
 */
export function inspectWishes(values: readonly string[]): InspectWish[] {
  let nextPort = inspectorPortDefault;
  const taken = new Set<number>();
  return values.map((value) => {
    const { name, port: own } = parse(value);
    while (taken.has(nextPort)) nextPort += 1;
    const port = own ?? nextPort;
    if (taken.has(port) && port !== 0) {
      throw new SquallError('InvalidOption', `--inspect ${value}: the port ${port} is wanted twice.`, example);
    }
    taken.add(port);
    return { function: name === '*' ? undefined : name, port };
  });
}

const example = 'For example --inspect CreateOrder:9229 --inspect GetOrder:9230.';

function parse(value: string): { readonly name: string; readonly port: number | undefined } {
  const match = /^([^:]+)(?::(\d{1,5}))?$/.exec(value);
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  if (match?.[1] !== undefined && (port ?? 0) < 65_536) return { name: match[1], port };
  throw new SquallError('InvalidOption', `--inspect ${value} is no function with a port.`, example);
}

/** What is known of a function that may be meant. */
export interface InspectedFunction {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly runtime: string;
}

/** Whether `wanted` means the function: its name, its logical id (`Shop/CreateOrder`), or the id of its construct. */
export function isMeant(wanted: string, { name, tags }: InspectedFunction): boolean {
  const logicalId = tags['aws:cloudformation:logical-id'];
  const stack = tags['aws:cloudformation:stack-name'];
  if (wanted === name || wanted === `${stack}/${logicalId}`) return true;
  const lower = wanted.toLowerCase();
  return ids(logicalId).includes(lower) || name.toLowerCase() === lower;
}

/** CDK's logical ids are the path's ids, and eight digits; the function is often the child `Function` of a construct. */
function ids(logicalId = ''): string[] {
  const bare = logicalId.replace(/[0-9A-F]{8}$/, '').toLowerCase();
  return [logicalId.toLowerCase(), bare, bare.replace(/(function|handler|lambda)$/, '')].filter((id) => id !== '');
}
