import type { StoredOnly } from '../../service-kit/stored-only.ts';
import { ec2Resources } from './resources/resources.ts';

const reason = 'no packet passes a network here';

/** Everything: networks are described as they were made, and nothing flows through them. */
export const ec2StoredOnly: StoredOnly = Object.fromEntries(Object.keys(ec2Resources).map((type) => [type, reason]));
