import type { Context } from '../../service-kit/contract.ts';
import { lambdaTime, latest } from './function-reference.ts';
import { type FunctionRecord, type FunctionVersion, keyOf, type LambdaState } from './state.ts';

/** Stores `$LATEST` as it is after a change, with a new revision. */
export function storeLatest(
  state: LambdaState,
  version: Omit<FunctionVersion, 'revisionId' | 'lastModified' | 'version'>,
  context: Pick<Context, 'clock' | 'random'>,
): FunctionVersion {
  const stored: FunctionVersion = {
    ...version,
    version: latest,
    revisionId: context.random.uuid(),
    lastModified: lambdaTime(context.clock.now()),
  };
  state.versions.set(keyOf(stored.name, latest), stored);
  return stored;
}

/** Publishes `$LATEST` as the next number; when nothing changed since the last publication, that one is the answer. */
export function publish(
  state: LambdaState,
  record: FunctionRecord,
  current: FunctionVersion,
  context: Pick<Context, 'clock' | 'random'>,
  description?: string,
): { readonly version: FunctionVersion; readonly isNew: boolean } {
  const previous = state.versions.get(keyOf(record.name, record.nextVersion - 1));
  if (previous && isSame(previous, current, description)) return { version: previous, isNew: false };
  const version: FunctionVersion = {
    ...current,
    settings: { ...current.settings, ...(description !== undefined && { Description: description }) },
    version: String(record.nextVersion),
    revisionId: context.random.uuid(),
    lastModified: lambdaTime(context.clock.now()),
  };
  state.versions.set(keyOf(record.name, record.nextVersion), version);
  state.functions.set(record.name, { ...record, nextVersion: record.nextVersion + 1 });
  return { version, isNew: true };
}

/** Settings and code count; a description that only the publication got does not. */
function isSame(published: FunctionVersion, current: FunctionVersion, description: string | undefined): boolean {
  if (published.code.sha256 !== current.code.sha256) return false;
  const { Description: publishedDescription, ...was } = published.settings;
  const { Description: _ignored, ...is } = current.settings;
  if (description !== undefined && description !== publishedDescription) return false;
  return JSON.stringify(was) === JSON.stringify(is);
}
