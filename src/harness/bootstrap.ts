import type { CloudClient } from './cloud-client.ts';

/** What a stack expects of `cdk bootstrap`. */
export interface BootstrapNeeds {
  /** Buckets of its assets, with account and region filled in. */
  readonly buckets: readonly string[];
  readonly template: string;
}

/** The version of the bootstrap template that today's CDK asks for at least; a later `cdk bootstrap` raises it. */
const bootstrapVersion = '31';

const toolkitStack = 'CDKToolkit';

/**
 * Has there what `cdk bootstrap` leaves behind, as far as a deploy without the CLI needs it: the bucket for assets and the
 * version parameter. They are made as the stack CDKToolkit, under the logical ids of the CDK's own template, so that a
 * later `cdk bootstrap` updates that stack and does not stumble over them.
 */
export async function ensureBootstrap(client: CloudClient, { buckets, template }: BootstrapNeeds): Promise<void> {
  const parameter = /"Default":\s*"(\/cdk-bootstrap\/([^"/]+)\/version)"/.exec(template);
  const [, name, qualifier] = parameter ?? [];
  const own = qualifier === undefined ? [] : [`cdk-${qualifier}-assets-${client.account}-${client.region}`];
  const missing = await absent(buckets.length > 0 ? buckets : own, (Bucket) =>
    client.call('s3', 'HeadBucket', { Bucket }),
  );
  const names = await absent(name === undefined ? [] : [name], (Name) => client.call('ssm', 'GetParameter', { Name }));
  if (missing.length + names.length === 0) return;
  const isFresh = (await absent([toolkitStack], (StackName) => describe(client, StackName))).length > 0;
  if (isFresh) return createToolkit(client, missing, names);
  // A bootstrapped place with another qualifier: its stack is not ours to change.
  for (const Bucket of missing) await client.call('s3', 'CreateBucket', { Bucket });
  for (const Name of names) {
    await client.call('ssm', 'PutParameter', { Name, Type: 'String', Value: bootstrapVersion });
  }
}

const describe = (client: CloudClient, StackName: string) =>
  client.call('cloudformation', 'DescribeStacks', { StackName });

async function absent(names: readonly string[], look: (name: string) => Promise<unknown>): Promise<string[]> {
  const found = await Promise.all(
    [...new Set(names)].map((name) =>
      look(name).then(
        () => undefined,
        () => name,
      ),
    ),
  );
  return found.filter((name) => name !== undefined);
}

async function createToolkit(
  client: CloudClient,
  buckets: readonly string[],
  parameters: readonly string[],
): Promise<void> {
  const bucketsById = buckets.map((BucketName, index) => [
    index === 0 ? 'StagingBucket' : `StagingBucket${index + 1}`,
    { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: { BucketName } },
  ]);
  const parametersById = parameters.map((Name) => [
    'CdkBootstrapVersion',
    { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name, Value: bootstrapVersion } },
  ]);
  const Resources: unknown = Object.fromEntries([...bucketsById, ...parametersById]);
  await client.call('cloudformation', 'CreateStack', {
    StackName: toolkitStack,
    TemplateBody: JSON.stringify({ Description: 'What squall deploy needs of cdk bootstrap', Resources }),
  });
}
