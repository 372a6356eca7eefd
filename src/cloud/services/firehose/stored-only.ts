import type { StoredOnly } from '../../service-kit/stored-only.ts';

const atRest = 'records are not encrypted at rest';

/** What Firehose keeps and answers, without effect here. */
export const firehoseStoredOnly: StoredOnly = {
  StartDeliveryStreamEncryption: atRest,
  StopDeliveryStreamEncryption: atRest,
  'CreateDeliveryStream.DeliveryStreamEncryptionConfigurationInput': atRest,
  'AWS::KinesisFirehose::DeliveryStream.DeliveryStreamEncryptionConfigurationInput': atRest,
};
