import type { ActiveRule, FaultRule } from '../cloud/kernel/faults/rule.ts';
import { askAdmin } from './cloud-client.ts';

/** Faults by hand in a cloud behind an endpoint; see docs/faults.md for the rules. */
export interface RemoteFaults {
  /** Adds a rule, as text or as an object. Throws `SquallError` for what is no rule. */
  add(rule: string | FaultRule): Promise<ActiveRule>;
  /** Rules in force, oldest first, with their hits. */
  list(): Promise<readonly ActiveRule[]>;
  /** Takes one rule away, or all. */
  clear(id?: string): Promise<void>;
}

export const remoteFaults = (endpoint: string): RemoteFaults => ({
  add: (rule) => askAdmin<ActiveRule>(endpoint, 'POST /_squall/faults', { rule }),
  list: async () => (await askAdmin<{ readonly faults: ActiveRule[] }>(endpoint, 'GET /_squall/faults')).faults,
  clear: async (id) => {
    const query = id === undefined ? '' : `?id=${encodeURIComponent(id)}`;
    await askAdmin(endpoint, `DELETE /_squall/faults${query}`);
  },
});
