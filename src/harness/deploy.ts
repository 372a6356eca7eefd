import { crc32 } from 'node:zlib';
import { SquallError } from '../cloud/kernel/errors.ts';
import { type AssemblyStack, readAssembly, templateBodyBytesMax } from './assembly.ts';
import { ensureBootstrap } from './bootstrap.ts';
import type { CloudClient } from './cloud-client.ts';
import { type FileAsset, packAsset } from './file-asset.ts';
import { describeStack, followStack, settled } from './follow-stack.ts';
import type { StackEvent } from './stack-events.ts';

/** What is told while a stack is deployed. */
export type Progress =
  | { readonly kind: 'stack'; readonly stack: string; readonly change: 'create' | 'update' }
  | { readonly kind: 'resource'; readonly stack: string; readonly event: StackEvent }
  /** It has no resources: it is not deployed, and deleted where it was. */
  | { readonly kind: 'empty'; readonly stack: string; readonly deleted: boolean }
  | { readonly kind: 'done'; readonly stack: string; readonly changed: boolean };

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
  /** Code is stored in its archives rather than deflated: sooner there, and three times as large. */
  readonly isStored?: boolean;
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
  const declared = new Set(stacks.flatMap((stack) => Object.keys(stack.declaredParameters)));
  const unknown = Object.keys(parameters).find((name) => !declared.has(name));
  if (unknown === undefined) return;
  const known = [...declared].filter((name) => name !== 'BootstrapVersion').join(', ') || 'none';
  throw new SquallError('InvalidOption', `No stack has a parameter “${unknown}”.`, `Parameters: ${known}.`);
}

async function deployStack(client: CloudClient, stack: AssemblyStack, options: DeployOptions): Promise<DeployedStack> {
  if (stack.isEmpty) return leaveOut(client, stack, options);
  const assets = stack.assets.map((asset) => placed(asset, client));
  await ensureBootstrap(client, { buckets: assets.map(({ bucket }) => bucket), template: stack.template });
  for (const asset of assets) await publish(client, asset, options);
  const exists = await hasStack(client, stack.name);
  options.onProgress?.({ kind: 'stack', stack: stack.name, change: exists ? 'update' : 'create' });
  const changed = await executeChangeSet(client, stack, exists, options);
  await protect(client, stack);
  options.onProgress?.({ kind: 'done', stack: stack.name, changed });
  return { name: stack.name, outputs: await readOutputs(client, stack.name), changed };
}

/** CloudFormation knows no stack without resources; the CDK's CLI goes on without it as well. */
async function leaveOut(client: CloudClient, { name }: AssemblyStack, options: DeployOptions): Promise<DeployedStack> {
  const deleted = await hasStack(client, name);
  if (deleted) await deleteStack(client, name);
  options.onProgress?.({ kind: 'empty', stack: name, deleted });
  return { name, outputs: {}, changed: deleted };
}

/** What a change set does not carry; also where nothing else has changed. */
async function protect(client: CloudClient, { name, terminationProtection }: AssemblyStack): Promise<void> {
  const isProtected = (await describeStack(client, name))?.EnableTerminationProtection ?? false;
  if (isProtected === terminationProtection) return;
  const input = { StackName: name, EnableTerminationProtection: terminationProtection };
  await client.call('cloudformation', 'UpdateTerminationProtection', input);
}

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
async function publish(client: CloudClient, asset: FileAsset, { isStored = false }: DeployOptions): Promise<void> {
  const object = { Bucket: asset.bucket, Key: asset.key };
  const isThere = await client.call('s3', 'HeadObject', object).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const Body = packAsset(asset, isStored ? 'stored' : 'deflated');
  // As SDKs send it: without one S3 would compute another, in JavaScript here.
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(Body));
  await client.call('s3', 'PutObject', { ...object, Body, ChecksumCRC32: sum.toString('base64') });
}

/** Whether there is a stack to update. What works on it is waited for; what came of a failed first deploy is deleted. */
async function hasStack(client: CloudClient, name: string): Promise<boolean> {
  const status = (await settled(client, name))?.StackStatus;
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED' || status === 'DELETE_FAILED') {
    // A stack whose first deploy failed can only be deleted; the CDK does the same.
    await deleteStack(client, name);
    return false;
  }
  return status !== undefined && status !== 'REVIEW_IN_PROGRESS';
}

async function deleteStack(client: CloudClient, name: string): Promise<void> {
  await client.call('cloudformation', 'DeleteStack', { StackName: name });
  const left = await settled(client, name);
  if (!left) return;
  const hint = 'Delete what holds it, then deploy again.';
  throw new SquallError('DeployFailed', `${name} ended as ${left.StackStatus}: ${left.StackStatusReason ?? ''}`, hint);
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
    Parameters: [
      ...Object.entries(parametersOf(stack, options)).map(([key, value]) => ({
        ParameterKey: key,
        ParameterValue: fillPlace(value, client),
      })),
      ...(exists ? await previousParameters(client, stack, options) : []),
    ],
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
  const { onProgress } = options;
  const tell = onProgress && ((event: StackEvent) => onProgress({ kind: 'resource', stack: stack.name, event }));
  await followStack(client, stack.name, tell, () => client.call('cloudformation', 'ExecuteChangeSet', changeSet));
  return true;
}

function parametersOf(stack: AssemblyStack, { parameters = {} }: DeployOptions): Record<string, string> {
  const declared = stack.declaredParameters;
  const wanted = Object.entries(parameters).filter(([name]) => Object.hasOwn(declared, name));
  return { ...stack.parameters, ...Object.fromEntries(wanted) };
}

/** Of an update: what nobody gives and the template has no default for stays as it is, as AWS's tools do it. */
async function previousParameters(client: CloudClient, stack: AssemblyStack, options: DeployOptions) {
  const given = parametersOf(stack, options);
  const open = Object.entries(stack.declaredParameters).flatMap(([name, declared]) =>
    Object.hasOwn(given, name) || Object.hasOwn(declared as object, 'Default') ? [] : [name],
  );
  if (open.length === 0) return [];
  const { Parameters = [] } = (await describeStack(client, stack.name)) ?? {};
  return Parameters.flatMap(({ ParameterKey }) =>
    open.includes(ParameterKey) ? [{ ParameterKey, UsePreviousValue: true }] : [],
  );
}

async function readOutputs(client: CloudClient, name: string): Promise<Record<string, string>> {
  const outputs = (await describeStack(client, name))?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}
