import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, type ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { ApiFunction } from './api-function.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';

export interface ScheduledCall {
  readonly description: string;
  readonly schedule: ScheduleExpression;
  readonly target: ApiFunction;
  readonly input?: object;
  /** Where a call goes that could not be made. */
  readonly undelivered: DeadLetterQueue;
}

/** A call that comes late is of no use to the next one. */
const retryAge = Duration.minutes(5);

/** A schedule with a role that may call its function and nothing else. */
export function callOnSchedule(scope: Construct, id: string, call: ScheduledCall): CfnSchedule {
  const { description, schedule, target, input, undelivered } = call;
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
  const allow = (action: string, resource: string) =>
    role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: [action], resources: [resource] }));
  allow('lambda:InvokeFunction', target.lambda.functionArn);
  allow('sqs:SendMessage', undelivered.queueArn);
  return new CfnSchedule(scope, id, {
    description,
    scheduleExpression: schedule.expressionString,
    ...(schedule.timeZone && { scheduleExpressionTimezone: schedule.timeZone.timezoneName }),
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: target.lambda.functionArn,
      roleArn: role.roleArn,
      ...(input && { input: JSON.stringify(input) }),
      deadLetterConfig: { arn: undelivered.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: retryAge.toSeconds(), maximumRetryAttempts: 3 },
    },
  });
}
