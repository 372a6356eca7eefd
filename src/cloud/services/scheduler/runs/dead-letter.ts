import type { GivenUp } from '../../../delivery/retry-policy.ts';
import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { templatedTarget } from '../targets/templated-targets.ts';
import { wholeSeconds } from './context-attributes.ts';
import { type DeadLetter, type Invocation, payloadOf } from './invocation.ts';

interface Failure {
  readonly error: unknown;
  readonly givenUp: GivenUp;
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
export function deadLetterOf(invocation: Invocation, { error, givenUp }: Failure, scope: Scope): DeadLetter {
  const { ScheduleArn, ScheduledMs, ExecutionId, Attempts, Target } = invocation;
  const { code, message } = told(error);
  const values = {
    ERROR_CODE: code,
    ERROR_MESSAGE: message,
    EXECUTION_ID: ExecutionId,
    ...(givenUp !== 'Refused' && { EXHAUSTED_RETRY_CONDITION: givenUp }),
    IS_PAYLOAD_TRUNCATED: 'false',
    RETRY_ATTEMPTS: String(Attempts),
    SCHEDULED_TIME: wholeSeconds(ScheduledMs),
    SCHEDULE_ARN: ScheduleArn,
    TARGET_ARN: calledArn(Target.Arn ?? ''),
  };
  const attributes = Object.fromEntries(
    Object.entries(values).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  return { body: payloadOf(invocation, scope), attributes };
}

/** As the target's own API answered; what is our fault has a name of its own. */
function told(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof AwsError) return { code: error.code, message: error.message || error.code };
  return {
    code: 'AWS.Scheduler.InternalServerError',
    message: 'Unexpected error occurred while processing the request',
  };
}

/** A template is told as the operation that it stands for. */
function calledArn(arn: string): string {
  const template = templatedTarget(parseArn(arn)?.service ?? '');
  return template ? `arn:aws:scheduler:::aws-sdk:${template.sdkName}:${template.action}` : arn;
}
