import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../service-kit/contract.ts';
import { lambdaTime, latest } from './function-reference.ts';
import { type FunctionRecord, type FunctionVersion, keyOf, type LambdaState } from './state.ts';

/** Stores `$LATEST` as it is after a change, with a new revision. */
export function storeLatest(
  state: LambdaState,
  version: Omit<FunctionVersion, 'revisionId' | 'build' | 'lastModified' | 'version'>,
  context: Pick<Context, 'clock' | 'random'>,
): FunctionVersion {
  const stored: FunctionVersion = {
    ...version,
    version: latest,
    revisionId: context.random.uuid(),
    build: context.random.uuid(),
    lastModified: lambdaTime(context.clock.now()),
  };
  state.versions.set(keyOf(stored.name, latest), stored);
  return stored;
}

/**
 * Publishes `$LATEST` as the next number; when nothing changed since the last publication, that one is the answer, whatever
 * description this one asks for. https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 */
export function publish(
  state: LambdaState,
  record: FunctionRecord,
  current: FunctionVersion,
  context: Pick<Context, 'clock' | 'random'>,
  description?: string,
): FunctionVersion {
  const previous = state.versions.get(keyOf(record.name, record.nextVersion - 1));
  if (previous && isSame(previous, current)) return previous;
  const version: FunctionVersion = {
    ...current,
    // An empty description asks for that of `$LATEST`.
    ...(description && {
      settings: { ...current.settings, Description: description },
      latestDescription: current.settings.Description,
    }),
    version: String(record.nextVersion),
    revisionId: context.random.uuid(),
    build: context.random.uuid(),
    lastModified: lambdaTime(context.clock.now()),
  };
  state.versions.set(keyOf(record.name, record.nextVersion), version);
  state.functions.set(record.name, { ...record, nextVersion: record.nextVersion + 1 });
  return version;
}

/** Whether code and settings are what they were at the publication. */
function isSame(published: FunctionVersion, current: FunctionVersion): boolean {
  if (published.code.sha256 !== current.code.sha256) return false;
  const { settings, latestDescription } = published;
  const then = latestDescription === undefined ? settings : { ...settings, Description: latestDescription };
  return isDeepStrictEqual(then, current.settings);
}
