import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type * as Sdk from '@aws-sdk/client-sfn';
import { parseArn } from '../../../kernel/arns.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidEncryption, invalidLogging } from '../errors.ts';
import type { Revision } from '../state.ts';

type Settings = Pick<Revision, 'logging' | 'tracing' | 'encryption'>;
type Asked = Pick<
  Given<Sdk.CreateStateMachineInput>,
  'loggingConfiguration' | 'tracingConfiguration' | 'encryptionConfiguration'
>;

/** What a machine has of which nothing was said. */
const unsaid: Settings = {
  logging: { level: 'OFF', includeExecutionData: false },
  tracing: { enabled: false },
  encryption: { type: 'AWS_OWNED_KEY' },
};

/** Settings of a machine as it is made, or over those that it had. */
export function readSettings(asked: Asked, before: Settings = unsaid): Settings {
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = asked;
  return {
    logging: loggingConfiguration ? readLogging(loggingConfiguration) : before.logging,
    tracing: tracingConfiguration ? { enabled: tracingConfiguration.enabled ?? false } : before.tracing,
    encryption: encryptionConfiguration ? readEncryption(encryptionConfiguration) : before.encryption,
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_LoggingConfiguration.html */
function readLogging(asked: Sdk.LoggingConfiguration): Sdk.LoggingConfiguration {
  const { level = 'OFF', includeExecutionData = false, destinations = [] } = asked;
  const isOff = level === 'OFF' && destinations.length === 0;
  if (!isOff && destinations.length !== 1) throw invalidLogging('Must specify exactly one Log Destination.');
  for (const { cloudWatchLogsLogGroup } of destinations) {
    const { logGroupArn = '' } = cloudWatchLogsLogGroup ?? {};
    if (!logGroupArn.endsWith(':*')) throw invalidLogging("Log Group ARN must be provided with '*' qualifier.");
  }
  return { level, includeExecutionData, ...(destinations.length > 0 && { destinations }) };
}

/** The log group must be there. Throws InvalidLoggingConfiguration. */
export async function assertLogDestination(asked: Sdk.LoggingConfiguration | undefined, context: Context) {
  const { logGroupArn = '' } = asked?.destinations?.[0]?.cloudWatchLogsLogGroup ?? {};
  const { account, region, resource = '' } = parseArn(logGroupArn) ?? {};
  const logGroupNamePrefix = /^log-group:(.+):\*$/.exec(resource)?.[1];
  if (account === undefined || region === undefined || logGroupNamePrefix === undefined) {
    if (logGroupArn) throw invalidLogging('Log Destination not found.');
    return;
  }
  const { logGroups = [] } = await context.call<Logs.DescribeLogGroupsResponse>(
    'logs',
    'DescribeLogGroups',
    { logGroupNamePrefix },
    { account, region },
  );
  if (!logGroups.some(({ logGroupName }) => logGroupName === logGroupNamePrefix)) {
    throw invalidLogging('Log Destination not found.');
  }
}

/** For so long a data key is used by default; https://docs.aws.amazon.com/step-functions/latest/apireference/API_EncryptionConfiguration.html */
const reuseSeconds = 300;

function readEncryption(asked: Sdk.EncryptionConfiguration): Sdk.EncryptionConfiguration {
  const { type, kmsKeyId, kmsDataKeyReusePeriodSeconds } = asked;
  if (type === 'CUSTOMER_MANAGED_KMS_KEY') {
    if (kmsKeyId === undefined) throw invalidEncryption('KmsKeyId must be specified for CUSTOMER_MANAGED_KMS_KEY.');
    return { type, kmsKeyId, kmsDataKeyReusePeriodSeconds: kmsDataKeyReusePeriodSeconds ?? reuseSeconds };
  }
  if (kmsKeyId !== undefined || kmsDataKeyReusePeriodSeconds !== undefined) {
    throw invalidEncryption('KmsKeyId and KmsDataKeyReusePeriodSeconds must not be specified for AWS_OWNED_KEY.');
  }
  return { type };
}
