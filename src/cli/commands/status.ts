import { askAdmin, type CloudClient } from '../../harness/cloud-client.ts';
import { type Command, endpointFlags } from '../command.ts';
import { clientFrom, endpointOf } from '../endpoint.ts';
import { paint } from '../paint.ts';

interface Status {
  readonly version: string;
  readonly endpoint: string;
  readonly operations: Readonly<Record<string, number>>;
  readonly hops: number;
  readonly memoryMiB: number;
  readonly pid: number;
}

interface StackRow {
  readonly StackName: string;
  readonly StackStatus: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

/** `squall status`: what runs, and what is deployed in it. */
export const status: Command = {
  summary: 'show what runs and what is deployed',
  usage: 'status [options]',
  flags: endpointFlags,
  examples: ['squall status', 'squall status --json'],
  async run(_positionals, flags) {
    const endpoint = endpointOf(flags);
    const found = await askAdmin<Status>(endpoint, 'GET /_squall/status');
    const stacks = await readStacks(clientFrom(flags));
    process.stdout.write(flags.json ? `${JSON.stringify({ ...found, stacks })}\n` : page(endpoint, found, stacks));
    return 0;
  },
};

async function readStacks(client: CloudClient): Promise<readonly StackRow[]> {
  return (await client.call<{ Stacks?: readonly StackRow[] }>('cloudformation', 'DescribeStacks', {})).Stacks ?? [];
}

function page(endpoint: string, found: Status, stacks: readonly StackRow[]): string {
  const services = Object.entries(found.operations).map(
    ([name, count]) => `  ${name.padEnd(16)} ${paint.dim(`${count} operations`)}`,
  );
  const deployed = stacks.flatMap((stack) => [
    `  ${paint.bold(stack.StackName)}  ${stack.StackStatus}`,
    ...(stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => `    ${OutputKey}  ${paint.cyan(OutputValue)}`),
  ]);
  return [
    `${paint.green('●')} Squall ${found.version} at ${paint.cyan(endpoint)}  ${paint.dim(`pid ${found.pid}, ${found.memoryMiB} MiB, ${found.hops} calls`)}`,
    '',
    ...services,
    '',
    stacks.length === 0 ? paint.dim('  No stacks yet: squall deploy') : paint.bold('Stacks'),
    ...deployed,
    '',
  ].join('\n');
}
