import { matchesGlob } from '../glob.ts';
import type { Fault } from './faults.ts';

/** Something that goes wrong by hand: which fault meets which calls, and how often. */
export interface FaultRule {
  readonly fault: Fault | { readonly kind: 'rotate'; readonly secret: string; readonly value?: string };
  /** `dynamodb`; any when left out. */
  readonly service?: string;
  /** `PutItem`, `Put*`, `GetItem,Query`, for HTTP APIs `POST /orders`; any when left out. */
  readonly operation?: string;
  /** Name of the table, queue, secret, bucket, function or API; see {@link isNamed}. */
  readonly resource?: string;
  /** Function, role or access key of the caller. */
  readonly caller?: string;
  /** Only the how-manieth matching call. */
  readonly nth?: number;
  /** The first matching calls that are let through. */
  readonly after?: number;
  /** How many calls it meets; without end when left out. */
  readonly times?: number;
  /** Only this try of an SDK: 1 is the first. */
  readonly attempt?: number;
  /** `call`: all tries of one SDK call count as one. */
  readonly scope?: 'attempt' | 'call';
  /** From 0 to 1, by the cloud's own randomness. */
  readonly probability?: number;
  /** Milliseconds after which it is over. */
  readonly forMs?: number;
}

/** A rule that is in force. */
export interface ActiveRule {
  readonly id: string;
  /** As it was given, or as it would be written. */
  readonly text: string;
  readonly rule: FaultRule;
  /** Calls that matched, and those that it met. */
  readonly matched: number;
  readonly hits: number;
}

/** `Put*` and lists of them, whatever the case. */
export function isMatch(pattern: string, text: string): boolean {
  const lower = text.toLowerCase();
  return pattern
    .toLowerCase()
    .split(',')
    .some((each) => matchesGlob(each.trim(), lower, { single: '' }));
}

/**
 * Whether a thing is meant by a name: its own name (with `*`), or the construct's in a name that CloudFormation made.
 * `Orders` means `Shop-TablesOrders498FF680-U3K76SCS` as well.
 */
export function isNamed(wanted: string, physical: string): boolean {
  if (isMatch(wanted, physical)) return true;
  const name = physical.split(/[/:]/).at(-1) ?? physical;
  if (isMatch(wanted, name)) return true;
  const plain = wanted.replaceAll(/[.+?^${}()|[\]\\*]/g, '').toLowerCase();
  return (
    plain !== '' &&
    name
      .toLowerCase()
      .split('-')
      .some((part) => endsWithConstruct(part, plain))
  );
}

/** Logical ids of the CDK end in eight hexadecimal digits. */
function endsWithConstruct(part: string, construct: string): boolean {
  const hash = /[0-9a-f]{8}$/.exec(part)?.[0];
  return part.endsWith(construct) || (hash !== undefined && part.slice(0, -hash.length).endsWith(construct));
}
