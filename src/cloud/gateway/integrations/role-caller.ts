import { createHash } from 'node:crypto';
import { parseArn } from '../../kernel/arns.ts';
import { BoundedMap } from '../../kernel/bounded-map.ts';
import type { Caller } from '../../kernel/identity.ts';

/** The session in which API Gateway calls services, as CloudTrail shows it. */
const sessionName = 'BackplaneAssumeRoleSession';

/** Integrations have few roles, each of which is taken on for every request. */
const known = new BoundedMap<string, Caller | undefined>(1000);

/** API Gateway with a role taken on; undefined for what names no role. */
export function roleCaller(roleArn: string): Caller | undefined {
  const before = known.get(roleArn);
  if (before) return before;
  const caller = newCaller(roleArn);
  known.set(roleArn, caller);
  return caller;
}

function newCaller(roleArn: string): Caller | undefined {
  const arn = parseArn(roleArn);
  const name = arn?.service === 'iam' && arn.resource.startsWith('role/') ? arn.resource.split('/').at(-1) : undefined;
  if (!arn || !name) return undefined;
  // The same for all sessions of a role, as a true one is.
  const roleId = `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
  return {
    kind: 'assumed-role',
    account: arn.account,
    arn: `arn:aws:sts::${arn.account}:assumed-role/${name}/${sessionName}`,
    userId: `${roleId}:${sessionName}`,
    principal: '',
  };
}
