import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidParameter } from '../errors.ts';
import { logsPrincipal } from './forward.ts';

interface Destined {
  readonly destinationArn: string;
  readonly roleArn?: string | undefined;
}

/** Whether events may go there on behalf of `sourceArn`. Throws InvalidParameterException. */
export async function assertDestination(
  { destinationArn, roleArn }: Destined,
  sourceArn: string,
  context: Context,
): Promise<void> {
  const arn = parseArn(destinationArn);
  switch (arn?.service) {
    case 'lambda':
      return assertInvocable(destinationArn, sourceArn, context);
    case 'kinesis':
    case 'firehose':
      if (roleArn === undefined) {
        throw invalidParameter(`destinationArn for vendor ${arn.service} cannot be used without roleArn`);
      }
      return;
    case 'logs':
      return;
    default:
      throw invalidParameter(`Invalid destinationArn: ${destinationArn}`);
  }
}

async function assertInvocable(FunctionName: string, sourceArn: string, context: Context): Promise<void> {
  const caller = serviceCaller(logsPrincipal, context.account);
  const region = parseArn(FunctionName)?.region ?? context.region;
  const options = { caller, region, sourceArns: [sourceArn] };
  try {
    await context.call('lambda', 'Invoke', { FunctionName, InvocationType: 'DryRun' }, options);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(
      'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
    );
  }
}
