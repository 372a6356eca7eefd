import type { CloudClient } from '../../harness/cloud-client.ts';

interface Described {
  readonly StackResources: readonly {
    readonly StackName: string;
    readonly LogicalResourceId: string;
    readonly PhysicalResourceId?: string;
  }[];
}

/** How their developers call functions: by the construct's path, else by the logical id; asked once for each. */
export function functionNames(client: CloudClient): (functionName: string) => Promise<string> {
  const known = new Map<string, string>();
  return async (functionName) => {
    const name = known.get(functionName) ?? (await askName(client, functionName).catch(() => functionName));
    known.set(functionName, name);
    return name;
  };
}

async function askName(client: CloudClient, functionName: string): Promise<string> {
  const asked = { PhysicalResourceId: functionName };
  const { StackResources } = await client.call<Described>('cloudformation', 'DescribeStackResources', asked);
  const found = StackResources.find(({ PhysicalResourceId }) => PhysicalResourceId === functionName);
  if (!found) return functionName;
  const { StackName, LogicalResourceId } = found;
  const { StackResourceDetail: { Metadata = '{}' } = {} } = await client.call<{
    StackResourceDetail?: { Metadata?: string };
  }>('cloudformation', 'DescribeStackResource', { StackName, LogicalResourceId });
  const path = (JSON.parse(Metadata) as { 'aws:cdk:path'?: string })['aws:cdk:path'];
  return path?.replace(/\/Resource$/, '') ?? `${StackName}/${LogicalResourceId}`;
}
