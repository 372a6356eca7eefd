import type { StoredOnly } from '../../service-kit/stored-only.ts';

const encryption = 'messages are not encrypted at rest';
const tracing = 'traces follow messages whatever a topic says';
const phones = 'text messages go to the outbox, and from there nowhere';

/** Kept and answered, without effect here. */
export const snsStoredOnly: StoredOnly = {
  SetSMSAttributes: phones,
  'AWS::SNS::Topic.KmsMasterKeyId': encryption,
  'AWS::SNS::Topic.TracingConfig': tracing,
};
