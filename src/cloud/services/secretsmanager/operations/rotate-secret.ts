import type {
  CancelRotateSecretRequest,
  CancelRotateSecretResponse,
  RotateSecretRequest,
  RotateSecretResponse,
} from '@aws-sdk/client-secrets-manager';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { cannotInvokeFunction, invalidRequest, noRotationFunction, rotationIncomplete } from '../errors.ts';
import { announceVersion, deferRotation, planRotation } from '../rotation/run-rotation.ts';
import { scheduleFrom } from '../rotation/schedule.ts';
import { principal } from '../secrets/deletion.ts';
import { findPrimary, findSecret } from '../secrets/find-secret.ts';
import { versionIdFrom } from '../secrets/values.ts';
import { pending, pendingVersion, versionByStage } from '../secrets/versions.ts';
import type { Rotation, SecretsManagerState } from '../state.ts';

/**
 * Configures rotation and, unless told otherwise, starts one: the answer comes before the function has run.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export const rotateSecret: Operation<Given<RotateSecretRequest>, RotateSecretResponse, SecretsManagerState> = async (
  state,
  input,
  context,
) => {
  refuseExternal(input);
  const versionId = versionIdFrom(input.ClientRequestToken, context);
  const functionArn = input.RotationLambdaARN ?? findPrimary(state, input.SecretId).rotation?.functionArn;
  if (functionArn === undefined) throw noRotationFunction();
  const schedule = input.RotationRules && scheduleFrom(input.RotationRules);
  if (pendingVersion(findSecret(state, input.SecretId))) throw rotationIncomplete();
  await assertFunctionExists(functionArn, context);

  // Read again: others may have changed the secret while the function was looked up.
  const secret = findPrimary(state, input.SecretId);
  const { rotatedMs, deferredKey, ...previous } = secret.rotation ?? {};
  const rotation: Rotation = {
    ...(schedule ?? previous),
    isEnabled: true,
    functionArn,
    ...(rotatedMs !== undefined && { rotatedMs }),
    ...(deferredKey !== undefined && { deferredKey }),
  };
  const nowMs = context.clock.now();
  planRotation(state, { ...secret, rotation, changedMs: nowMs }, nowMs, context);
  if (input.RotateImmediately === false) return { ARN: secret.arn, Name: secret.name };
  announceVersion(state, findSecret(state, secret.arn), versionId, context);
  deferRotation({ SecretId: secret.arn, VersionId: versionId }, nowMs, context);
  return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
};

function refuseExternal(input: Given<RotateSecretRequest>): void {
  if (input.ExternalSecretRotationMetadata?.length || input.ExternalSecretRotationRoleArn !== undefined) {
    throw new UnsupportedError('rotation of managed external secrets');
  }
}

async function assertFunctionExists(FunctionName: string, context: Context): Promise<void> {
  const caller = serviceCaller(principal, context.account);
  try {
    await context.call('lambda', 'GetFunctionConfiguration', { FunctionName }, { caller });
  } catch (error) {
    throw error instanceof AwsError ? cannotInvokeFunction() : error;
  }
}

/**
 * Turns automatic rotation off; a version that is still AWSPENDING stays so.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html
 */
export const cancelRotateSecret: Operation<
  Given<CancelRotateSecretRequest>,
  CancelRotateSecretResponse,
  SecretsManagerState
> = (state, input, context) => {
  const secret = findPrimary(state, input.SecretId);
  if (!secret.rotation)
    throw invalidRequest("You can't cancel rotation for a secret that doesn't have rotation enabled.");
  planRotation(state, { ...secret, rotation: { ...secret.rotation, isEnabled: false } }, context.clock.now(), context);
  const version = versionByStage(secret.versions, pending);
  return { ARN: secret.arn, Name: secret.name, ...(version && { VersionId: version.id }) };
};
