import { createHash } from 'node:crypto';
import { parseArn } from '../../kernel/arns.ts';
import type { Caller } from '../../kernel/identity.ts';

/** The session in which API Gateway calls services, as CloudTrail shows it. */
const sessionOfGateway = 'BackplaneAssumeRoleSession';

/** A service (API Gateway, unless told otherwise) with a role taken on; undefined for what names no role. */
export function roleCaller(roleArn: string, sessionName: string = sessionOfGateway): Caller | undefined {
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
