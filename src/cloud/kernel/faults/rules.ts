import type { Clock } from '../clock.ts';
import { SquallError } from '../errors.ts';
import type { Random } from '../random.ts';
import { checkRule } from './check-rule.ts';
import type { FaultModel } from './fault-model.ts';
import type { Fault, Faults, FaultTarget } from './faults.ts';
import { parseRule } from './parse-rule.ts';
import { type ActiveRule, type FaultRule, isMatch, isNamed } from './rule.ts';

/** What rules need of the cloud. */
export interface RuleSurroundings {
  readonly clock: Clock;
  readonly random: Random;
  /** Services and data planes, with what can be done to their calls. */
  services(): ReadonlyMap<string, FaultModel>;
  /** Gives a secret another value; see `rotate`. */
  rotate(secret: string, value: string | undefined, target: FaultTarget): Promise<void>;
}

/** A rule as whoever added it holds it. */
export interface RuleHandle {
  readonly id: string;
  /** Calls that it met so far. */
  readonly hits: number;
  remove(): void;
}

type Armed = { -readonly [Member in keyof ActiveRule]: ActiveRule[Member] } & {
  readonly endsMs: number;
  readonly metCalls: Set<string>;
};

/** Faults by hand: rules that tests, scripts, the CLI and the admin API set. Empty, and free of cost, without any. */
export class FaultRules implements Faults {
  readonly #around: RuleSurroundings;
  #rules: Armed[] = [];
  #count = 0;
  #isRotating = false;

  constructor(around: RuleSurroundings) {
    this.#around = around;
  }

  get isEmpty(): boolean {
    return this.#rules.length === 0;
  }

  /** Adds a rule, as text or as an object. Throws `SquallError` for what is no rule. */
  add(given: string | FaultRule): RuleHandle {
    const rule = checkRule(typeof given === 'string' ? parseRule(given) : given);
    this.#assertService(rule.service);
    assertApplies(rule, this.#around.services());
    this.#count += 1;
    const armed: Armed = {
      id: `f${this.#count}`,
      text: typeof given === 'string' ? given.trim() : describe(rule),
      rule,
      matched: 0,
      hits: 0,
      endsMs: rule.forMs === undefined ? Number.POSITIVE_INFINITY : this.#around.clock.now() + rule.forMs,
      metCalls: new Set(),
    };
    this.#rules.push(armed);
    return {
      id: armed.id,
      get hits() {
        return armed.hits;
      },
      remove: () => void this.remove(armed.id),
    };
  }

  /** Rules in force, oldest first. */
  list(): ActiveRule[] {
    return this.#rules.map(({ id, text, rule, matched, hits }) => ({ id, text, rule, matched, hits }));
  }

  /** False when there was none of this id. */
  remove(id: string): boolean {
    const before = this.#rules.length;
    this.#rules = this.#rules.filter((rule) => rule.id !== id);
    return this.#rules.length < before;
  }

  clear(): void {
    this.#rules = [];
  }

  decide(target: FaultTarget): Fault | undefined | Promise<undefined> {
    if (this.#isRotating) return undefined;
    for (const armed of this.#rules) {
      if (!this.#meets(armed, target)) continue;
      armed.hits += 1;
      const { fault } = armed.rule;
      if (fault.kind !== 'rotate') return fault;
      return this.#rotate(fault.secret, fault.value, target);
    }
    return undefined;
  }

  /** The rotation's own calls go through undisturbed, or a rule for all calls would never come to an end. */
  async #rotate(secret: string, value: string | undefined, target: FaultTarget): Promise<undefined> {
    this.#isRotating = true;
    try {
      await this.#around.rotate(secret, value, target);
    } finally {
      this.#isRotating = false;
    }
  }

  #meets(armed: Armed, target: FaultTarget): boolean {
    const { rule, metCalls } = armed;
    if (this.#around.clock.now() >= armed.endsMs || !fits(rule, target)) return false;
    // Further tries of a call that it met already: the same faults, and no other hit.
    if (rule.scope === 'call' && target.invocation !== undefined && metCalls.has(target.invocation)) {
      armed.hits -= 1;
      return true;
    }
    armed.matched += 1;
    if (rule.nth !== undefined && armed.matched !== rule.nth) return false;
    if (armed.matched <= (rule.after ?? 0)) return false;
    if (armed.hits >= (rule.times ?? Number.POSITIVE_INFINITY)) return false;
    if (rule.probability !== undefined && this.#around.random.float() >= rule.probability) return false;
    if (target.invocation !== undefined) metCalls.add(target.invocation);
    return true;
  }

  #assertService(service: string | undefined): void {
    const known = [...this.#around.services().keys()];
    if (service === undefined || service.includes('*') || known.includes(service)) return;
    throw new SquallError('InvalidFault', `There is no service “${service}”.`, `Services: ${known.join(', ')}.`);
  }
}

/** Kinds that only some services know; everywhere else they would do nothing, and nobody would notice. */
const needs: Readonly<Record<string, (model: FaultModel) => boolean>> = {
  stale: ({ hasEventualReads }) => hasEventualReads === true,
  partial: ({ splitBatch }) => splitBatch !== undefined,
};

function assertApplies({ fault, service }: FaultRule, services: ReadonlyMap<string, FaultModel>): void {
  const isAble = needs[fault.kind];
  const able = isAble && [...services].flatMap(([name, model]) => (isAble(model) ? [name] : []));
  if (!able || (service !== undefined && able.includes(service))) return;
  throw new SquallError(
    'InvalidFault',
    `${service ?? 'Every service'} knows no ${fault.kind} calls.`,
    `It is for ${able.join(' and ')}: ${fault.kind} ${able[0]}:*`,
  );
}

function fits(rule: FaultRule, { service, operation, resource, attempt, caller }: FaultTarget): boolean {
  if (rule.service !== undefined && !isMatch(rule.service, service)) return false;
  if (rule.operation !== undefined && !isMatch(rule.operation, operation)) return false;
  if (rule.resource !== undefined && !(resource !== undefined && isNamed(rule.resource, resource))) return false;
  if (rule.attempt !== undefined && rule.attempt !== attempt) return false;
  if (rule.caller === undefined) return true;
  return [caller.principal, ...caller.arn.split(/[/:]/)].some((name) => isNamed(rule.caller ?? '', name));
}

/** A rule that was given as an object, as text. */
function describe({ fault, service = '*', operation = '*', forMs, ...rest }: FaultRule): string {
  const { kind, ...details } = fault;
  const settings = Object.entries({ ...rest, ...details, ...(forMs !== undefined && { for: `${forMs}ms` }) });
  return [kind, `${service}:${operation}`, ...settings.map(([key, value]) => `${key}=${String(value)}`)].join(' ');
}
