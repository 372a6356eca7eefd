import { compilePattern } from '../../../event-patterns/compile-pattern.ts';
import type { Pattern } from '../../../event-patterns/pattern.ts';
import { PatternIndex } from '../../../event-patterns/pattern-index.ts';
import { MalformedPattern, patternRule } from '../../../event-patterns/read-pattern.ts';
import { defaultBusName } from '../buses/find-bus.ts';
import { invalidPattern } from '../errors.ts';
import { type EventRule, type EventsState, type RulesRevision, rulesOf } from '../state.ts';

/** Tests an event. */
export type Matcher = (event: unknown) => boolean;

/** Throws InvalidEventPatternException. */
export function readEventPattern(text: string): Matcher {
  try {
    return patternRule(compilePattern(text));
  } catch (error) {
    throw error instanceof MalformedPattern ? invalidPattern(error.reason) : error;
  }
}

/** The rules of a bus that take events: those that have a pattern and are enabled. */
interface RuleIndex {
  readonly matching: (event: unknown) => readonly EventRule[];
  /** Whether an event of that source could match one of them. */
  readonly hears: (source: string) => boolean;
}

/**
 * Each change of a bus's rules makes a new revision, in one step with the change: what was compiled for one is right
 * wherever that very value is found again, after an undone change and in a restored world as well.
 */
const indexes = new WeakMap<RulesRevision, RuleIndex>();

function indexOf(state: EventsState, busName: string): RuleIndex | undefined {
  const revision = state.revisions.get(busName);
  if (!revision) return undefined;
  let index = indexes.get(revision);
  if (!index) {
    index = makeIndex([...rulesOf(state, busName)].filter(({ state, pattern }) => state !== 'DISABLED' && pattern));
    indexes.set(revision, index);
  }
  return index;
}

function makeIndex(rules: readonly EventRule[]): RuleIndex {
  const patterns = new PatternIndex<EventRule>();
  for (const rule of rules) patterns.add(rule, patternOf(rule));
  const sources = rules.map(sourcesOf);
  return {
    matching: (event) => patterns.match(event),
    hears: (source) => sources.some((each) => each === undefined || each.has(source)),
  };
}

/** Rules are immutable: each is compiled once, however often others change beside it. */
const compiled = new WeakMap<EventRule, Pattern>();

function patternOf(rule: EventRule): Pattern {
  const pattern = compiled.get(rule) ?? compilePattern(rule.pattern ?? '');
  compiled.set(rule, pattern);
  return pattern;
}

/** The sources that a rule is for, where it names them one by one; undefined for a rule that any source may match. */
function sourcesOf({ pattern = '{}' }: EventRule): ReadonlySet<string> | undefined {
  const { source } = JSON.parse(pattern) as { readonly source?: unknown };
  if (!Array.isArray(source) || !source.every((value) => typeof value === 'string')) return undefined;
  return new Set(source as readonly string[]);
}

/** The rules of a bus that an event sets off. */
export const matchingRules = (state: EventsState, busName: string, event: unknown): readonly EventRule[] =>
  indexOf(state, busName)?.matching(event) ?? [];

/** Whether a rule of the default bus may take events of that source. */
export const hearsEvents = (state: EventsState, source: string): boolean =>
  indexOf(state, defaultBusName)?.hears(source) ?? false;
