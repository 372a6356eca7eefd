import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { noteRemoval, noteVersion } from '../notifications/note-event.ts';
import { endUpload } from '../objects/uploads.ts';
import { addVersion, removeVersion, versionsOf, wholeSeconds } from '../objects/versions.ts';
import type { Bucket, ObjectVersion, S3State, Upload } from '../state.ts';
import { abortionOf, actionsOn, type LifecycleAction } from './due-actions.ts';
import { midnightFrom } from './expiration.ts';

/** Of the operation that applies a bucket's rules, within this process alone. */
export const applyLifecycleOperation = 'ApplyLifecycle';

type Sweeper = Pick<Context, 'account' | 'clock' | 'kernel' | 'region'>;

/** Something was done to a key: somebody looks at it when its time comes. Costs nothing where there are no rules. */
export function noteLifecycle(state: S3State, name: string, key: string, context: Sweeper): void {
  const bucket = state.buckets.get(name);
  if (!bucket?.lifecycle) return;
  armSweep(state, name, earliest(actionsOn(bucket, [...versionsOf(state, name, key)])), context);
}

/** Likewise for an upload that has begun. */
export function noteUpload(state: S3State, bucket: Bucket, upload: Upload, context: Sweeper): void {
  armSweep(state, bucket.name, abortionOf(bucket, upload), context);
}

/** The rules changed: whoever was to look is called off, and everything is looked at anew. */
export function rearmSweep(state: S3State, name: string, context: Sweeper): void {
  disarmSweep(state, name, context);
  const bucket = state.buckets.get(name);
  if (bucket?.lifecycle) armSweep(state, name, nextDue(state, bucket), context);
}

/** The bucket is gone. */
export function disarmSweep(state: S3State, name: string, { kernel }: Sweeper): void {
  const sweep = state.sweeps.take(name);
  if (sweep) kernel.scheduler.cancel(sweep.deferredKey);
}

function armSweep(state: S3State, Bucket: string, atMs: number | undefined, context: Sweeper): void {
  if (atMs === undefined) return;
  const { account, clock, kernel, region } = context;
  const dueMs = midnightFrom(Math.max(atMs, clock.now() + 1));
  const known = state.sweeps.get(Bucket);
  if (known && known.dueMs <= dueMs) return;
  if (known) kernel.scheduler.cancel(known.deferredKey);
  const deferredKey = kernel.scheduler.deferTimer({
    dueMs,
    service: 's3',
    operation: applyLifecycleOperation,
    input: { Bucket },
    account,
    region,
    caller: serviceCaller('s3.amazonaws.com', account),
  });
  state.sweeps.set(Bucket, { dueMs, deferredKey });
}

/**
 * Does what the rules of a bucket ask for by now.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
 */
export const applyLifecycle: Operation<{ readonly Bucket: string }, object, S3State> = (state, { Bucket }, context) => {
  state.sweeps.delete(Bucket);
  const bucket = state.buckets.get(Bucket);
  if (!bucket?.lifecycle) return {};
  const nowMs = context.clock.now();
  for (const versions of [...versionsByKey(state, Bucket)]) {
    const due = actionsOn(bucket, versions).filter(({ atMs }) => atMs <= nowMs);
    const versionsDone = new Set<ObjectVersion>();
    for (const action of due) {
      if (!versionsDone.has(action.version)) apply(state, bucket, action, context);
      versionsDone.add(action.version);
    }
  }
  for (const upload of [...state.uploads(Bucket).values()]) {
    if ((abortionOf(bucket, upload) ?? Number.POSITIVE_INFINITY) > nowMs) continue;
    for (const { size } of state.parts(upload.id).values()) context.kernel.blobs.release(size);
    endUpload(state, Bucket, upload);
  }
  armSweep(state, Bucket, nextDue(state, bucket), context);
  return {};
};

function apply(state: S3State, bucket: Bucket, { kind, version }: LifecycleAction, context: Context): void {
  if (kind === 'expire') {
    const marker = { kind: 'marker' as const, key: version.key, modifiedMs: wholeSeconds(context.clock.now()) };
    const made = addVersion(state, bucket, marker, context.random);
    noteVersion(state, bucket, { name: 'LifecycleExpiration:DeleteMarkerCreated', version: made }, context);
    return;
  }
  removeVersion(state, bucket.name, version);
  if (version.kind === 'object') context.kernel.blobs.release(version.size);
  const versionId = bucket.versioning ? version.versionId : undefined;
  noteRemoval(state, bucket, { name: 'LifecycleExpiration:Delete', key: version.key, versionId }, context);
}

/** When there is something to do next, for as far as it can be told now. */
function nextDue(state: S3State, bucket: Bucket): number | undefined {
  let dueMs = Number.POSITIVE_INFINITY;
  for (const versions of versionsByKey(state, bucket.name)) {
    dueMs = Math.min(dueMs, earliest(actionsOn(bucket, versions)) ?? dueMs);
  }
  for (const upload of state.uploads(bucket.name).values())
    dueMs = Math.min(dueMs, abortionOf(bucket, upload) ?? dueMs);
  return Number.isFinite(dueMs) ? dueMs : undefined;
}

const earliest = (actions: readonly LifecycleAction[]): number | undefined =>
  actions.length === 0 ? undefined : Math.min(...actions.map(({ atMs }) => atMs));

function* versionsByKey(state: S3State, bucket: string): Generator<readonly ObjectVersion[]> {
  let versions: ObjectVersion[] = [];
  for (const version of state.versions(bucket).values()) {
    if (versions[0] && versions[0].key !== version.key) {
      yield versions;
      versions = [];
    }
    versions.push(version);
  }
  if (versions.length > 0) yield versions;
}
