import { InvalidEvent } from '../../language/errors.ts';
import { expectMap } from '../../language/expect.ts';
import { type Fields, isTruthy } from '../../language/values.ts';
import type { Resource } from '../../resources/resource.ts';
import { publishesToTopic, putsObjects, sendsMessages } from '../../roles/policy-documents.ts';

const policies: ReadonlyMap<unknown, ((arn: unknown, eventId: string) => Fields) | undefined> = new Map([
  ['SQS', sendsMessages],
  ['SNS', publishesToTopic],
  ['S3', putsObjects],
  ['Kafka', undefined],
]);

/**
 * The policy by which records that were given up may be sent to where `DestinationConfig` says. Its `Type`, which
 * CloudFormation does not know, is taken away.
 */
export function destinationPolicy(event: Resource): Fields | undefined {
  const config = event.get('DestinationConfig') as Fields | undefined;
  if (!isTruthy(config)) return undefined;
  const { logicalId: id } = event;
  const failure = expectMap(config?.OnFailure, { id, path: 'DestinationConfig.OnFailure', of: 'event' });
  const { Type: type } = failure;
  if (!isTruthy(type)) return undefined;
  delete failure.Type;
  if (!policies.has(type)) {
    throw new InvalidEvent(id, "The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'");
  }
  return policies.get(type)?.(failure.Destination ?? null, id);
}
