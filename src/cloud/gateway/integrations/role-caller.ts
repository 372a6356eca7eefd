import type { Caller } from '../../kernel/identity.ts';
import { sessionOf } from '../../kernel/role-session.ts';

/** The session in which API Gateway calls services, as CloudTrail shows it. */
const sessionName = 'BackplaneAssumeRoleSession';

/** API Gateway with a role taken on; undefined for what names no role. */
export const roleCaller = (roleArn: string): Caller | undefined => sessionOf(roleArn, sessionName);
