import type { Change, ResourceToImport } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../../kernel/errors.ts';
import type { CloudKernel, ResourceCalls } from '../../../../service-kit/contract.ts';
import { validationError } from '../../errors.ts';
import type { ImportedResource, StackOutput } from '../../state.ts';
import type { Blueprint } from '../blueprint.ts';

// What an import may do and what it may not:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html

/** What a change set of type IMPORT is asked to take in. Throws where the template does not allow it. */
export function readImports(
  kernel: CloudKernel,
  { resources }: Blueprint,
  asked: readonly ResourceToImport[],
): readonly ImportedResource[] {
  const wanted = asked.map(
    ({ LogicalResourceId = '', ResourceType = '', ResourceIdentifier = {} }): ImportedResource => ({
      logicalId: LogicalResourceId,
      type: ResourceType,
      identifier: ResourceIdentifier,
    }),
  );
  const unknown = wanted.filter(({ logicalId }) => !resources.has(logicalId)).map(({ logicalId }) => logicalId);
  if (unknown.length > 0) {
    const ids = `[${unknown.join(', ')}]`;
    throw validationError(`The logical resource ids ${ids} provided in ResourceToImport do not exist in the template.`);
  }
  for (const { logicalId, type } of wanted) {
    if (resources.get(logicalId)?.Type === type) continue;
    throw validationError(`Resource type of ${logicalId} in ResourceToImport does not match the template.`);
  }
  const closed = wanted.filter(({ type }) => !kernel.resourceType(type)?.importing).map(({ type }) => type);
  if (closed.length > 0) {
    throw validationError(`The following resource types are not supported for resource import: ${closed.join(',')}`);
  }
  const careless = wanted.filter(({ logicalId }) => resources.get(logicalId)?.DeletionPolicy === undefined);
  if (careless.length > 0) {
    const ids = careless.map(({ logicalId }) => logicalId).join(', ');
    throw validationError(
      `The following resources to import [${ids}] must have DeletionPolicy attribute specified in the template.`,
    );
  }
  for (const resource of wanted) assertIdentified(kernel, resource);
  return wanted;
}

function assertIdentified(kernel: CloudKernel, { logicalId, type, identifier }: ImportedResource): void {
  const names = kernel.resourceType(type)?.importing?.identifiers ?? [];
  const given = Object.keys(identifier);
  if (given.length === names.length && names.every((name) => given.includes(name))) return;
  throw validationError(
    `Invalid resource identifier [${given.join(', ')}] of ${logicalId}: ${type} is identified by [${names.join(', ')}].`,
  );
}

/** The changes that a plan found, as an import tells them. Throws for whatever is no import. */
export function importChanges(
  changes: readonly Change[],
  imports: readonly ImportedResource[],
  outputs: { readonly before: readonly StackOutput[]; readonly after: Blueprint['outputs'] },
): Change[] {
  const wanted = new Map(imports.map((resource) => [resource.logicalId, resource]));
  const others = changes.flatMap(({ ResourceChange: change }) =>
    change?.Action === 'Add' && wanted.has(change.LogicalResourceId ?? '') ? [] : [change?.LogicalResourceId],
  );
  if (others.length > 0) {
    throw validationError(
      `You have modified resources [${others.join(', ')}] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.`,
    );
  }
  const known = new Set(outputs.before.map(({ key }) => key));
  if ([...outputs.after.keys()].some((key) => !known.has(key))) {
    throw validationError('As part of the import operation, you cannot modify or add [Outputs]');
  }
  return changes.map(({ ResourceChange: change, ...rest }) => {
    const { identifier = {} } = wanted.get(change?.LogicalResourceId ?? '') ?? {};
    const PhysicalResourceId = Object.values(identifier).join('|');
    return { ...rest, ResourceChange: { ...change, Action: 'Import', PhysicalResourceId } };
  });
}

/** The first resource that is not there, in the words of its service; undefined where all are. */
export async function missingImport(
  kernel: CloudKernel,
  imports: readonly ImportedResource[],
  calls: ResourceCalls,
): Promise<string | undefined> {
  for (const { type, identifier, logicalId } of imports) {
    try {
      await kernel.resourceType(type)?.importing?.find(identifier, calls);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return `Resource ${logicalId} cannot be imported: ${error.message}`;
    }
  }
  return undefined;
}
