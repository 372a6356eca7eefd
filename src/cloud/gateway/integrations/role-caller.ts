import { BoundedMap } from '../../kernel/bounded-map.ts';
import type { Caller } from '../../kernel/identity.ts';
import { sessionOf } from '../../kernel/role-session.ts';

/** The session in which API Gateway calls services, as CloudTrail shows it. */
const sessionName = 'BackplaneAssumeRoleSession';

/** Integrations have few roles, each of which is taken on for every request. */
const known = new BoundedMap<string, Caller | undefined>(1000);

/** API Gateway with a role taken on; undefined for what names no role. */
export function roleCaller(roleArn: string): Caller | undefined {
  const before = known.get(roleArn);
  if (before) return before;
  const caller = sessionOf(roleArn, sessionName);
  known.set(roleArn, caller);
  return caller;
}
