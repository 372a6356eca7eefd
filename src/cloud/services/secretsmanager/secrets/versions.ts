import { invariant } from '../../../kernel/errors.ts';
import type { Secret, SecretValue, SecretVersion } from '../state.ts';

/** The version that is read unless told otherwise. */
export const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';
/** The version that a rotation is working on. */
export const pending = 'AWSPENDING';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const versionsMax = 100;

type Versions = readonly SecretVersion[];

/** By client request token, which is a version's id. */
export const versionById = (versions: Versions, id: string): SecretVersion | undefined =>
  versions.find((version) => version.id === id);

/** A label is on one version at the most. */
export const versionByStage = (versions: Versions, stage: string): SecretVersion | undefined =>
  versions.find(({ stages }) => stages.includes(stage));

/** Versions without a label are deprecated, and left out. */
export const versionIdsToStages = (versions: Versions): Record<string, string[]> =>
  Object.fromEntries(versions.flatMap(({ id, stages }) => (stages.length === 0 ? [] : [[id, [...stages]]])));

/**
 * Moves a label to a version; undefined takes it off all. The version that loses AWSCURRENT becomes AWSPREVIOUS.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
 */
export function moveStage(versions: Versions, stage: string, toId: string | undefined): Versions {
  const from = versionByStage(versions, stage);
  if (from?.id === toId) return versions;
  const moved = attach(versions, stage, toId);
  if (stage !== current) return moved;
  if (!from) return moved;
  // A rotation that is done leaves AWSPENDING on the current version; on a former one it would look unfinished.
  const isPendingToo = from.stages.includes(pending);
  const settled = isPendingToo ? attach(moved, pending, undefined) : moved;
  // What was AWSPREVIOUS before loses it, also when it is the version that becomes current again.
  return attach(settled, previous, from.id);
}

const attach = (versions: Versions, stage: string, toId: string | undefined): Versions =>
  versions.map((version) => {
    const others = version.stages.filter((other) => other !== stage);
    if (version.id === toId) return { ...version, stages: [...others, stage] };
    return others.length === version.stages.length ? version : { ...version, stages: others };
  });

/** Adds a version, or a value to one that has none yet, and moves the labels to it. */
export function putVersion(versions: Versions, version: SecretVersion): Versions {
  const existing = versionById(versions, version.id);
  invariant(!existing?.value, `version ${version.id} has a value already`);
  const bare: SecretVersion = { ...version, stages: existing?.stages ?? [] };
  const added = existing ? versions.map((other) => (other.id === version.id ? bare : other)) : [...versions, bare];
  return prune(version.stages.reduce<Versions>((all, stage) => moveStage(all, stage, version.id), added));
}

/** The oldest versions without a label go when there are too many. */
function prune(versions: Versions): Versions {
  let surplus = versions.length - versionsMax;
  if (surplus <= 0) return versions;
  return versions.filter(({ stages }) => {
    if (surplus === 0 || stages.length > 0) return true;
    surplus -= 1;
    return false;
  });
}

/** Is a rotation under way: labelled AWSPENDING, and not the current version? */
export function pendingVersion({ versions }: Secret): SecretVersion | undefined {
  const version = versionByStage(versions, pending);
  return version?.stages.includes(current) ? undefined : version;
}

/** A repeated write with the same token and value is no error; with another value it is. */
export function isSameValue(a: SecretValue | undefined, b: SecretValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'string') return b.kind === 'string' && a.text === b.text;
  return b.kind === 'binary' && Buffer.compare(a.bytes, b.bytes) === 0;
}
