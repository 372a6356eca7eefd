import type { CloudClient } from './cloud-client.ts';

/** What CloudFormation tells of a resource, with the construct's path where the CDK left it. */
export interface StackResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly path: string | undefined;
}

interface ResourceSummary {
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
}

/** All resources of a deployed stack, as CloudFormation and its template tell them. */
export async function resourcesOf(client: CloudClient, stack: string): Promise<StackResource[]> {
  const { StackResources } = await client.call<{ readonly StackResources: readonly ResourceSummary[] }>(
    'cloudformation',
    'DescribeStackResources',
    { StackName: stack },
  );
  const { TemplateBody } = await client.call<{ readonly TemplateBody: string }>('cloudformation', 'GetTemplate', {
    StackName: stack,
  });
  const paths = pathsIn(TemplateBody);
  return StackResources.map(({ LogicalResourceId, PhysicalResourceId = '', ResourceType }) => ({
    stack,
    logicalId: LogicalResourceId,
    physicalId: PhysicalResourceId,
    type: ResourceType,
    path: paths[LogicalResourceId],
  }));
}

/** The paths of constructs, where the template is the CDK's. */
function pathsIn(template: string): Readonly<Record<string, string | undefined>> {
  try {
    const { Resources = {} } = JSON.parse(template) as {
      readonly Resources?: Readonly<Record<string, { readonly Metadata?: Readonly<Record<string, string>> }>>;
    };
    return Object.fromEntries(Object.entries(Resources).map(([id, { Metadata }]) => [id, Metadata?.['aws:cdk:path']]));
  } catch {
    return {};
  }
}
