import { createHash } from 'node:crypto';
import type { Caller } from './identity.ts';

/** A session of a role in which a service calls targets; undefined for what names no role. */
export function sessionOf(roleArn: string, sessionName: string): Caller | undefined {
  const [, partition, account, name] = /^arn:([^:]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  if (partition === undefined || account === undefined || name === undefined) return undefined;
  // The same for all sessions of a role, as a true one is.
  const roleId = `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
  return {
    kind: 'assumed-role',
    account,
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`,
    userId: `${roleId}:${sessionName}`,
    principal: '',
  };
}
