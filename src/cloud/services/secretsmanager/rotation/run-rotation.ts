import type { InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { principal } from '../secrets/deletion.ts';
import { lookUp } from '../secrets/find-secret.ts';
import { saveSecret } from '../secrets/save-secret.ts';
import { current, pending, pendingVersion, putVersion, versionById } from '../secrets/versions.ts';
import type { Secret, SecretsManagerState } from '../state.ts';
import { nextRotationMs } from './schedule.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html */
const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

/** What the scheduler gives back when a rotation is due. */
export interface RunRotationInput {
  readonly SecretId: string;
  /** The version announced by `RotateSecret`; scheduled rotations announce their own. */
  readonly VersionId?: string;
}

/**
 * Runs one rotation, step by step. Not an operation of AWS: deferred by `RotateSecret` and by the schedule, so that it
 * happens on the clock and in the journal.
 */
export const runRotation: Operation<RunRotationInput, object, SecretsManagerState> = async (state, input, context) => {
  const secret = lookUp(state, input.SecretId);
  if (!secret?.rotation?.isEnabled || secret.deletion) return {};
  const versionId = input.VersionId ?? pendingVersion(secret)?.id ?? context.random.uuid();
  const version = versionById(secret.versions, versionId);
  if (!version) announceVersion(state, secret, versionId, context);
  // The process that ran it before us died behind its last step.
  const wasDone = version?.stages.includes(current) ?? false;
  const isDone = wasDone || (await runSteps(secret, secret.rotation.functionArn, versionId, context));
  settle(state, input.SecretId, isDone ? versionId : undefined, context);
  return {};
};

/** A version without a value, labelled AWSPENDING: the function finds it there and fills it. */
export function announceVersion(state: SecretsManagerState, secret: Secret, id: string, context: Context): void {
  const versions = putVersion(secret.versions, { id, createdMs: context.clock.now(), stages: [pending] });
  saveSecret(state, { ...secret, versions }, context);
}

async function runSteps(secret: Secret, functionArn: string, versionId: string, context: Context): Promise<boolean> {
  const caller = serviceCaller(principal, context.account);
  const RotationToken = context.random.uuid();
  for (const Step of steps) {
    const event = { Step, SecretId: secret.arn, ClientRequestToken: versionId, RotationToken };
    const input = { FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(event)) };
    try {
      const answer = await context.call<InvokeCommandOutput>('lambda', 'Invoke', input, { caller });
      if (answer.FunctionError === undefined) continue;
      context.kernel.log.warn(`rotation of ${secret.name}: ${Step} failed`);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      context.kernel.log.warn(`rotation of ${secret.name}: ${Step} failed: ${error.code}`);
    }
    return false;
  }
  return true;
}

/** Notes a success, and plans the next rotation whether or not this one succeeded. */
function settle(state: SecretsManagerState, id: string, versionId: string | undefined, context: Context): void {
  const secret = lookUp(state, id);
  if (!secret?.rotation) return;
  const version = versionId === undefined ? undefined : versionById(secret.versions, versionId);
  const nowMs = context.clock.now();
  const rotation = version?.stages.includes(current) ? { ...secret.rotation, rotatedMs: nowMs } : secret.rotation;
  planRotation(state, { ...secret, rotation }, nowMs, context);
}

/** Keeps the secret with its next rotation deferred, in the place of the one that was planned before. */
export function planRotation(state: SecretsManagerState, secret: Secret, fromMs: number, context: Context): void {
  if (!secret.rotation) return;
  const { deferredKey: old, nextMs: _old, ...rotation } = secret.rotation;
  const { scheduler } = context.kernel;
  if (old !== undefined) scheduler.cancel(old);
  const nextMs = rotation.isEnabled ? nextRotationMs(rotation, fromMs) : undefined;
  if (nextMs === undefined) {
    saveSecret(state, { ...secret, rotation }, context);
    return;
  }
  const deferredKey = deferRotation({ SecretId: secret.arn }, nextMs, context);
  saveSecret(state, { ...secret, rotation: { ...rotation, nextMs, deferredKey } }, context);
}

/** Has the rotation run at `dueMs`, through a restart and a snapshot as well; the key cancels it. */
export const deferRotation = (input: RunRotationInput, dueMs: number, { account, region, kernel }: Context): string =>
  kernel.scheduler.deferDelivery({
    dueMs,
    service: 'secretsmanager',
    operation: 'RunRotation',
    input,
    account,
    region,
    caller: serviceCaller(principal, account),
  });
