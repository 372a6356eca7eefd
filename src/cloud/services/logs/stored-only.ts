import type { StoredOnly } from '../../service-kit/stored-only.ts';

/** What CloudWatch Logs keeps and tells without an effect. */
export const logsStoredOnly: StoredOnly = {
  CreateDelivery: 'no service here vends logs',
  'PutAccountPolicy.policyType':
    'of DATA_PROTECTION_POLICY and FIELD_INDEX_POLICY: nothing is masked, and queries answer the same with indexes and without',
  PutBearerTokenAuthentication: 'the endpoints that take events by bearer tokens are not here',
  PutDataProtectionPolicy: 'nothing is masked, as for callers who may unmask',
  PutDeliveryDestination: 'no service here vends logs',
  PutDeliverySource: 'no service here vends logs',
  PutDestination: 'events of other accounts are not taken; subscriptions name streams and functions themselves',
  PutDestinationPolicy: 'events of other accounts are not taken; subscriptions name streams and functions themselves',
  PutIndexPolicy: 'queries answer the same with indexes and without',
};
