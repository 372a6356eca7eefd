import { InvalidResource } from '../language/errors.ts';
import { expectText } from '../language/expect.ts';
import { pythonRepresentation } from '../language/python-text.ts';
import { type Fields, isTruthy } from '../language/values.ts';
import type { Resource } from '../resources/resource.ts';

/** By the type of the target: what the function's role has to be allowed. */
export const deadLetterActions: ReadonlyMap<unknown, string> = new Map([
  ['SQS', 'sqs:SendMessage'],
  ['SNS', 'sns:Publish'],
]);

/** @throws InvalidResource */
export function assertDeadLetterQueue(resource: Resource): void {
  const queue = resource.get('DeadLetterQueue') as Fields | undefined;
  if (!queue || !isTruthy(queue)) return;
  const { logicalId: id } = resource;
  if (!isTruthy(queue.Type) || !isTruthy(queue.TargetArn)) {
    throw new InvalidResource(id, "'DeadLetterQueue' requires Type and TargetArn properties to be specified.");
  }
  const type = expectText(queue.Type, { id, path: 'DeadLetterQueue.Type' });
  if (!deadLetterActions.has(type)) {
    throw new InvalidResource(
      id,
      `'DeadLetterQueue' requires Type of ${pythonRepresentation([...deadLetterActions.keys()])}`,
    );
  }
}
