import { SquallError } from '../cloud/kernel/errors.ts';
import type { CloudClient } from '../harness/cloud-client.ts';
import { resourcesOf, type StackResource } from '../harness/stack-resources.ts';

/**
 * The name of the function that `wanted` means: its name or ARN, its logical id in a stack (`Orders`, `shop/Orders`), or
 * the id of its construct. Throws `SquallError` naming those that there are.
 */
export async function findFunction(client: CloudClient, wanted: string): Promise<string> {
  if (wanted.startsWith('arn:')) return wanted;
  const names = await functionNames(client);
  const [name = '', qualifier] = wanted.split(':');
  const withQualifier = (found: string): string => (qualifier === undefined ? found : `${found}:${qualifier}`);
  if (names.includes(name)) return withQualifier(name);
  const known = await functionsInStacks(client);
  const found = matching(known, name);
  const [first, ...more] = found;
  if (first && more.length === 0) return withQualifier(first.physicalId);
  if (first) {
    const list = found
      .map(({ stack, logicalId }) => `${stack}/${logicalId}`)
      .sort()
      .join(', ');
    throw new SquallError('InvalidOption', `“${name}” is more than one function.`, `Say which: ${list}.`);
  }
  const list = [...known.map(({ stack, logicalId }) => `${stack}/${logicalId}`), ...names];
  const hint = list.length === 0 ? 'Deploy one: squall deploy' : `There are: ${list.join(', ')}.`;
  throw new SquallError('NotFound', `There is no function “${name}”.`, hint);
}

/** The closest kind of match counts: one by a logical id hides one by a construct's id. */
function matching(functions: readonly StackResource[], name: string): readonly StackResource[] {
  const kinds: readonly ((candidate: StackResource) => boolean)[] = [
    ({ stack, logicalId }) => name === logicalId || name === `${stack}/${logicalId}`,
    ({ path }) => path?.split('/').includes(name) ?? false,
    ({ logicalId }) => logicalId.toLowerCase() === name.toLowerCase(),
  ];
  return kinds.map((isMatch) => functions.filter(isMatch)).find((found) => found.length > 0) ?? [];
}

async function functionNames(client: CloudClient): Promise<string[]> {
  const names: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.call<{
      readonly Functions?: readonly { readonly FunctionName: string }[];
      readonly NextMarker?: string;
    }>('lambda', 'ListFunctions', Marker === undefined ? {} : { Marker });
    names.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return names;
}

async function functionsInStacks(client: CloudClient): Promise<StackResource[]> {
  const { Stacks = [] } = await client.call<{ readonly Stacks?: readonly { readonly StackName: string }[] }>(
    'cloudformation',
    'DescribeStacks',
    {},
  );
  const resources = await Promise.all(Stacks.map(({ StackName }) => resourcesOf(client, StackName).catch(() => [])));
  return resources.flat().filter(({ type, physicalId }) => type === 'AWS::Lambda::Function' && physicalId !== '');
}
