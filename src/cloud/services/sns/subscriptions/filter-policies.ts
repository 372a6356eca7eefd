import { type FilterPolicy, readFilterPolicy } from '../../../event-patterns/filter-policy.ts';
import { BoundedMap } from '../../../kernel/bounded-map.ts';
import type { Subscription } from '../state.ts';

const keptMax = 10_000;

/** Filter policies by their text: each is read once, not once for each message. */
export class FilterPolicies {
  readonly #read = new BoundedMap<string, FilterPolicy>(keptMax);

  /** Undefined for a subscription that takes everything. */
  of({ attributes }: Subscription): FilterPolicy | undefined {
    const { FilterPolicy: text, FilterPolicyScope = 'MessageAttributes' } = attributes;
    if (text === undefined) return undefined;
    const key = `${FilterPolicyScope}${text}`;
    let policy = this.#read.get(key);
    if (!policy) {
      policy = readFilterPolicy(text, FilterPolicyScope === 'MessageBody' ? 'MessageBody' : 'MessageAttributes');
      this.#read.set(key, policy);
    }
    return policy;
  }
}
