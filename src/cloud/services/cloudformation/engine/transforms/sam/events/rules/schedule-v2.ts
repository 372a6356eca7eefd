import { InvalidEvent } from '../../language/errors.ts';
import { type Fields, isTruthy } from '../../language/values.ts';
import { iamRole } from '../../resources/iam.ts';
import {
  isABoolean,
  isAMap,
  isAText,
  optional,
  optionalValue,
  type PropertyRules,
  required,
} from '../../resources/property.ts';
import { Resource } from '../../resources/resource.ts';
import { schedulerSchedule } from '../../resources/scheduler.ts';
import { assumedBy, sendsMessages } from '../../roles/policy-documents.ts';
import { type DeadLetters, deadLetterQueue } from './dead-letters.ts';

/** Properties of `ScheduleV2`, which functions and state machines have alike. */
export const scheduleV2Properties: PropertyRules = {
  PermissionsBoundary: optional(isAText),
  ScheduleExpression: required(isAText),
  FlexibleTimeWindow: optional(isAMap),
  Name: optional(isAText),
  State: optional(isAText),
  Description: optional(isAText),
  StartDate: optional(isAText),
  EndDate: optional(isAText),
  ScheduleExpressionTimezone: optional(isAText),
  GroupName: optional(isAText),
  KmsKeyArn: optional(isAText),
  Input: optional(isAText),
  RoleArn: optional(isAText),
  DeadLetterConfig: optional(isAMap),
  RetryPolicy: optional(isAMap),
  OmitName: optionalValue(isABoolean),
};

/**
 * A schedule of EventBridge Scheduler, and the role by which it invokes its target.
 * @param invokes the policy of this role: given the target's ARN and the event's id
 */
export function scheduleV2(
  event: Resource,
  target: Resource,
  invokes: (arn: unknown, id: string) => Fields,
): Resource[] {
  const { passedAttributes: attributes } = target;
  const schedule = scheduleOf(event, attributes);
  const letters = deadLetterQueue(event, attributes);
  const made = [schedule, ...(letters?.resources ?? [])];
  const arn = target.runtimeAttribute('arn');
  let roleArn = event.get('RoleArn');
  if (!isTruthy(roleArn)) {
    const role = roleOf(event, attributes, invokes(arn, event.logicalId), letters);
    made.push(role);
    roleArn = role.runtimeAttribute('arn');
  }
  schedule.set('Target', {
    Arn: arn,
    RoleArn: roleArn,
    ...(event.get('Input') !== undefined && { Input: event.get('Input') }),
    ...(letters && { DeadLetterConfig: { Arn: letters.arn } }),
    ...(event.get('RetryPolicy') !== undefined && { RetryPolicy: event.get('RetryPolicy') }),
  });
  return made;
}

function scheduleOf(event: Resource, attributes: Fields): Resource {
  const schedule = new Resource(schedulerSchedule, event.logicalId, { attributes });
  const orUndefined = (name: string) => (isTruthy(event.get(name)) ? event.get(name) : undefined);
  schedule.set('ScheduleExpression', event.get('ScheduleExpression'));
  schedule.set('State', orUndefined('State'));
  if (!isTruthy(event.get('OmitName'))) schedule.set('Name', orUndefined('Name') ?? event.logicalId);
  else if (isTruthy(event.get('Name'))) {
    throw new InvalidEvent(event.logicalId, 'Name cannot be set when OmitName is True');
  }
  schedule.set('FlexibleTimeWindow', orUndefined('FlexibleTimeWindow') ?? { Mode: 'OFF' });
  for (const name of passedOn) schedule.set(name, event.get(name));
  return schedule;
}

const passedOn = ['Description', 'StartDate', 'EndDate', 'ScheduleExpressionTimezone', 'GroupName', 'KmsKeyArn'];

function roleOf(event: Resource, attributes: Fields, invokes: Fields, letters: DeadLetters | undefined): Resource {
  const role = new Resource(iamRole, `${event.logicalId}Role`, { attributes });
  role.set('AssumeRolePolicyDocument', assumedBy('scheduler.amazonaws.com'));
  const sends = letters && isTruthy(letters.arn) ? [sendsMessages(letters.arn, event.logicalId)] : [];
  role.set('Policies', [invokes, ...sends]);
  const boundary = event.get('PermissionsBoundary');
  if (isTruthy(boundary)) role.set('PermissionsBoundary', boundary);
  return role;
}
