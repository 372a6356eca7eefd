import { createHash } from 'node:crypto';
import { parseArn } from '../../../kernel/arns.ts';
import { type Caller, serviceCaller } from '../../../kernel/identity.ts';
import type { PipeRecord } from '../state.ts';
import { pipesPrincipal } from './probe-source.ts';

/** As whom a pipe asks enrichment and target: its role, in a session of its own. */
export function roleCaller({ roleArn, id, arn }: Pick<PipeRecord, 'roleArn' | 'id' | 'arn'>): Caller {
  const role = parseArn(roleArn);
  const name = role?.resource.split('/').at(-1);
  if (!role || !name) return serviceCaller(pipesPrincipal, parseArn(arn)?.account ?? '');
  // The same for all sessions of a role, as a true one is.
  const roleId = `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
  const session = id.replaceAll('-', '');
  return {
    kind: 'assumed-role',
    account: role.account,
    arn: `arn:aws:sts::${role.account}:assumed-role/${name}/${session}`,
    userId: `${roleId}:${session}`,
    principal: '',
  };
}
