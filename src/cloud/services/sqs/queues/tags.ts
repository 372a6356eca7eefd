import type { Tags } from '../../../service-kit/tags.ts';
import { invalidParameter } from '../errors.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html */
const tagsMax = 50;
const keyLengthMax = 128;
const valueLengthMax = 256;

export function assertTags(queueName: string, tags: Tags): void {
  for (const [key, value] of Object.entries(tags)) {
    if (key === '' || key.length > keyLengthMax) {
      throw invalidParameter(`Tag keys must be between 1 and ${keyLengthMax} characters in length.`);
    }
    if (value.length > valueLengthMax) {
      throw invalidParameter(`Tag values must be between 0 and ${valueLengthMax} characters in length.`);
    }
  }
  if (Object.keys(tags).length > tagsMax) throw invalidParameter(`Too many tags added for queue ${queueName}.`);
}
