import { type CloudClient, connect } from '../../harness/cloud-client.ts';
import type { DeployedStack } from '../../harness/deploy.ts';
import { type FlagValues, text } from '../command.ts';
import { variablesOf } from '../commands/env.ts';
import { templateNotes } from '../deploy-notes.ts';
import { paint } from '../paint.ts';
import { parametersOf } from '../parameters.ts';
import { findFramework } from './find-framework.ts';
import type { ServerlessService } from './find-service.ts';
import { type PackagedService, readPackagedService } from './packaged-service.ts';
import { runFramework } from './run-framework.ts';

/**
 * Deploys a service with the framework that the project has, and answers its stack.
 *
 * @throws SquallError where no framework is found, or it fails
 */
export async function deployService(
  client: CloudClient,
  service: ServerlessService,
  flags: FlagValues,
): Promise<DeployedStack> {
  const framework = findFramework(service.directory);
  const isQuiet = flags.json === true;
  if (!isQuiet)
    process.stdout.write(`${paint.dim(`${framework.name} ${framework.version} deploys ${service.file}`)}\n`);
  await runFramework(framework, service, {
    arguments: ['deploy', ...argumentsOf(flags)],
    variables: variablesOf(client.endpoint, client.account, client.region),
    isQuiet,
  });
  const packaged = readPackagedService(service, { stage: text(flags.stage), region: text(flags.region) });
  const stack = await describeStack(client, packaged);
  if (!isQuiet) await tellStack(client, stack, packaged);
  return stack;
}

/** Flags that the framework has, too; a region is told only where the user named one, as it wins over the file's. */
const argumentsOf = (flags: FlagValues): string[] => [
  ...['stage', 'region'].flatMap((name) => {
    const value = text(flags[name]);
    return value === undefined ? [] : [`--${name}`, value];
  }),
  ...Object.entries(parametersOf(flags)).map(([name, value]) => `--param=${name}=${value}`),
];

interface Described {
  readonly Stacks: readonly [{ readonly Outputs?: readonly { OutputKey: string; OutputValue: string }[] }];
}

async function describeStack(
  { endpoint, account }: CloudClient,
  { stack, region }: PackagedService,
): Promise<DeployedStack> {
  const client = connect(endpoint, { account, region });
  const { Stacks } = await client.call<Described>('cloudformation', 'DescribeStacks', { StackName: stack });
  const outputs = Object.fromEntries((Stacks[0].Outputs ?? []).map((each) => [each.OutputKey, each.OutputValue]));
  return { name: stack, outputs, changed: true };
}

/** What the framework keeps for itself, and nobody asks for. */
const isInternal = (key: string): boolean => /^ServerlessDeploymentBucketName$|QualifiedArn$/.test(key);

async function tellStack(
  client: CloudClient,
  { name, outputs }: DeployedStack,
  packaged: PackagedService,
): Promise<void> {
  const shown = Object.entries(outputs).filter(([key]) => !isInternal(key));
  const width = Math.max(0, ...shown.map(([key]) => key.length));
  const lines = shown.map(([key, value]) => `  ${paint.dim(`${name}.`)}${key.padEnd(width)}  ${paint.cyan(value)}`);
  // Of REST APIs, the framework lists routes only where their address begins with https.
  const { ServiceEndpoint: address } = outputs;
  if (address) {
    for (const route of packaged.restRoutes) {
      const [method = '', path = ''] = route.split(' ');
      lines.push(`  ${method.padEnd(7)} ${paint.cyan(address + (path === '/' ? '' : path))}`);
    }
  }
  lines.push(...(await templateNotes(client.endpoint, name, packaged.template)).map(paint.dim));
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}
