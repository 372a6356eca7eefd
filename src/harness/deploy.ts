import { AwsError, SquallError } from '../cloud/kernel/errors.ts';
import { type AssemblyStack, type FileAsset, packAsset, readAssembly } from './assembly.ts';
import { ensureBootstrap } from './bootstrap.ts';
import type { CloudClient } from './cloud-client.ts';

/** What is told while a stack is deployed. */
export type Progress =
  | { readonly kind: 'stack'; readonly stack: string; readonly change: 'create' | 'update' }
  | { readonly kind: 'resource'; readonly stack: string; readonly event: StackEvent }
  /** It has no resources: it is not deployed, and deleted where it was. */
  | { readonly kind: 'empty'; readonly stack: string; readonly deleted: boolean }
  | { readonly kind: 'done'; readonly stack: string; readonly changed: boolean };

export interface StackEvent {
  readonly EventId: string;
  readonly LogicalResourceId?: string;
  readonly ResourceType?: string;
  readonly ResourceStatus?: string;
  readonly ResourceStatusReason?: string;
}

export interface DeployedStack {
  readonly name: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** False when the template was deployed already. */
  readonly changed: boolean;
}

export interface DeployOptions {
  /** Values of template parameters; a stack takes those that it declares. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Deploys all stacks of a cloud assembly: assets into the bootstrap bucket, then a change set for each stack. Nothing
 * has to be bootstrapped before. Throws `SquallError` naming the resources that failed and why.
 */
export async function deployAssembly(
  client: CloudClient,
  assemblyDirectory: string,
  options: DeployOptions = {},
): Promise<DeployedStack[]> {
  const stacks = readAssembly(assemblyDirectory);
  assertKnownParameters(stacks, options);
  const deployed: DeployedStack[] = [];
  for (const stack of stacks) deployed.push(await deployStack(client, stack, options));
  return deployed;
}

/** A misspelt parameter would leave the default in force without a word. */
function assertKnownParameters(stacks: readonly AssemblyStack[], { parameters = {} }: DeployOptions): void {
  const declared = new Set(stacks.flatMap((stack) => Object.keys(declaredParameters(stack))));
  const unknown = Object.keys(parameters).find((name) => !declared.has(name));
  if (unknown === undefined) return;
  const known = [...declared].filter((name) => name !== 'BootstrapVersion').join(', ') || 'none';
  throw new SquallError('InvalidOption', `No stack has a parameter “${unknown}”.`, `Parameters: ${known}.`);
}

const declaredParameters = ({ template }: AssemblyStack): Readonly<Record<string, unknown>> =>
  (JSON.parse(template) as { Parameters?: Record<string, unknown> }).Parameters ?? {};

async function deployStack(client: CloudClient, stack: AssemblyStack, options: DeployOptions): Promise<DeployedStack> {
  if (isEmpty(stack)) return leaveOut(client, stack, options);
  const assets = stack.assets.map((asset) => placed(asset, client));
  await ensureBootstrap(client, { buckets: assets.map(({ bucket }) => bucket), template: stack.template });
  for (const asset of assets) await publish(client, asset);
  const exists = await hasStack(client, stack.name);
  options.onProgress?.({ kind: 'stack', stack: stack.name, change: exists ? 'update' : 'create' });
  const changed = await executeChangeSet(client, stack, exists, options);
  options.onProgress?.({ kind: 'done', stack: stack.name, changed });
  return { name: stack.name, outputs: await readOutputs(client, stack.name), changed };
}

const isEmpty = ({ template }: AssemblyStack): boolean =>
  Object.keys((JSON.parse(template) as { Resources?: object }).Resources ?? {}).length === 0;

/** CloudFormation knows no stack without resources; the CDK's CLI goes on without it as well. */
async function leaveOut(client: CloudClient, { name }: AssemblyStack, options: DeployOptions): Promise<DeployedStack> {
  const deleted = await hasStack(client, name);
  if (deleted) await client.call('cloudformation', 'DeleteStack', { StackName: name });
  options.onProgress?.({ kind: 'empty', stack: name, deleted });
  return { name, outputs: {}, changed: deleted };
}

/** AWS: a template in the request may have this many bytes; a larger one is named by its URL. */
const templateBodyBytesMax = 51_200;

function templateOf(client: CloudClient, { template, templateUrl }: AssemblyStack) {
  if (Buffer.byteLength(template) <= templateBodyBytesMax || templateUrl === undefined)
    return { TemplateBody: template };
  const [bucket = '', ...key] = fillPlace(templateUrl.replace('s3://', ''), client).split('/');
  return { TemplateURL: `https://${bucket}.s3.${client.region}.amazonaws.com/${key.join('/')}` };
}

/** Asset manifests leave account and region open when the app does not fix them. */
function placed(asset: FileAsset, client: CloudClient): FileAsset {
  return { ...asset, bucket: fillPlace(asset.bucket, client), key: fillPlace(asset.key, client) };
}

function fillPlace(text: string, { account, region }: CloudClient): string {
  return text
    .replaceAll('${AWS::AccountId}', account)
    .replaceAll('${AWS::Region}', region)
    .replaceAll('${AWS::Partition}', 'aws');
}

/** Keys are hashes of the contents: what is there already need not be packed again. */
async function publish(client: CloudClient, asset: FileAsset): Promise<void> {
  const object = { Bucket: asset.bucket, Key: asset.key };
  const isThere = await client.call('s3', 'HeadObject', object).then(
    () => true,
    () => false,
  );
  if (!isThere) await client.call('s3', 'PutObject', { ...object, Body: packAsset(asset) });
}

interface StackDescription {
  readonly StackStatus: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

async function describeStack(client: CloudClient, name: string): Promise<StackDescription | undefined> {
  const answer = await client
    .call<{ Stacks: StackDescription[] }>('cloudformation', 'DescribeStacks', { StackName: name })
    .catch((error: unknown) => {
      if (error instanceof AwsError && error.message.includes('does not exist')) return { Stacks: [] };
      throw error;
    });
  return answer.Stacks[0];
}

async function hasStack(client: CloudClient, name: string): Promise<boolean> {
  const status = (await describeStack(client, name))?.StackStatus;
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED' || status === 'DELETE_FAILED') {
    // A stack whose first deploy failed can only be deleted; the CDK does the same.
    await client.call('cloudformation', 'DeleteStack', { StackName: name });
    return false;
  }
  return status !== undefined && status !== 'REVIEW_IN_PROGRESS';
}

async function executeChangeSet(
  client: CloudClient,
  stack: AssemblyStack,
  exists: boolean,
  options: DeployOptions,
): Promise<boolean> {
  const changeSet = { StackName: stack.name, ChangeSetName: 'squall-deploy' };
  await client.call('cloudformation', 'DeleteChangeSet', changeSet).catch(() => undefined);
  await client.call('cloudformation', 'CreateChangeSet', {
    ...changeSet,
    ChangeSetType: exists ? 'UPDATE' : 'CREATE',
    ...templateOf(client, stack),
    Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
    Parameters: Object.entries(parametersOf(stack, options)).map(([key, value]) => ({
      ParameterKey: key,
      ParameterValue: value,
    })),
    Tags: Object.entries(stack.tags).map(([key, value]) => ({ Key: key, Value: value })),
  });
  const { Status, StatusReason = '' } = await client.call<{ Status: string; StatusReason?: string }>(
    'cloudformation',
    'DescribeChangeSet',
    changeSet,
  );
  if (Status === 'FAILED' && /didn't contain changes|No updates/.test(StatusReason)) {
    await client.call('cloudformation', 'DeleteChangeSet', changeSet);
    return false;
  }
  if (Status === 'FAILED')
    throw new SquallError('DeployFailed', `${stack.name}: ${StatusReason}`, 'Mend the template.');
  await followEvents(client, stack.name, options, () => client.call('cloudformation', 'ExecuteChangeSet', changeSet));
  return true;
}

function parametersOf(stack: AssemblyStack, { parameters = {} }: DeployOptions): Record<string, string> {
  const declared = declaredParameters(stack);
  const wanted = Object.entries(parameters).filter(([name]) => Object.hasOwn(declared, name));
  return { ...stack.parameters, ...Object.fromEntries(wanted) };
}

const pollMs = 50;

/** Tells the stack's new events while `execute` runs; afterwards the stack must be whole. */
async function followEvents(
  client: CloudClient,
  name: string,
  { onProgress }: DeployOptions,
  execute: () => Promise<unknown>,
): Promise<void> {
  const seen = new Set((await readEvents(client, name)).map(({ EventId }) => EventId));
  const failures: StackEvent[] = [];
  const tell = async () => {
    for (const event of await readEvents(client, name)) {
      if (seen.has(event.EventId)) continue;
      seen.add(event.EventId);
      if (event.ResourceStatus?.endsWith('_FAILED')) failures.push(event);
      onProgress?.({ kind: 'resource', stack: name, event });
    }
  };
  let isRunning = true;
  const execution = execute().finally(() => {
    isRunning = false;
  });
  while (isRunning && onProgress) {
    await Promise.race([execution.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, pollMs))]);
    await tell();
  }
  await execution;
  await tell();
  const status = (await describeStack(client, name))?.StackStatus ?? 'gone';
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE/.test(status)) return;
  throw failure(name, status, failures);
}

/** Oldest first. */
async function readEvents(client: CloudClient, name: string): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  let token: string | undefined;
  do {
    const page: { StackEvents: StackEvent[]; NextToken?: string } = await client.call(
      'cloudformation',
      'DescribeStackEvents',
      {
        StackName: name,
        ...(token !== undefined && { NextToken: token }),
      },
    );
    events.push(...page.StackEvents);
    token = page.NextToken;
  } while (token !== undefined);
  return events.reverse();
}

function failure(name: string, status: string, failures: readonly StackEvent[]): SquallError {
  const real = failures.filter(
    ({ ResourceStatusReason = '' }) => !/cancelled|failed to (create|update)/i.test(ResourceStatusReason),
  );
  const lines = (real.length > 0 ? real : failures).map(
    (event) =>
      `  ${event.LogicalResourceId} (${event.ResourceType}): ${event.ResourceStatusReason ?? event.ResourceStatus}`,
  );
  const hint = 'What is not emulated is named above; everything else is as AWS would refuse it.';
  return new SquallError('DeployFailed', `${name} ended as ${status}:\n${lines.join('\n')}`, hint);
}

async function readOutputs(client: CloudClient, name: string): Promise<Record<string, string>> {
  const outputs = (await describeStack(client, name))?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}
