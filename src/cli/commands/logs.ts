import { setTimeout as wait } from 'node:timers/promises';
import { SquallError } from '../../cloud/kernel/errors.ts';
import type { CloudClient } from '../../harness/cloud-client.ts';
import { type Command, endpointFlags, type FlagValues, text } from '../command.ts';
import { clientFrom } from '../endpoint.ts';
import { EndedExecutions, findExecution, historyOf, shownExecution } from '../logs/execution-logs.ts';
import { paint } from '../paint.ts';

interface LogLine {
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
  readonly logGroupName: string;
}

/** `squall logs`: what functions wrote, also while they write it; and the ways of executions of state machines. */
export const logs: Command = {
  summary: "show functions' logs and executions of state machines",
  usage: 'logs [function] [options]',
  positionalsMax: 1,
  flags: {
    ...endpointFlags,
    follow: { type: 'boolean', short: 'f', help: 'follow: print lines as they arrive' },
    filter: { type: 'string', value: 'PATTERN', help: 'a CloudWatch Logs filter pattern' },
    execution: { type: 'string', value: 'NAME', help: 'the graph of an execution: its ARN, or how its name begins' },
  },
  examples: [
    'squall logs',
    'squall logs -f createOrder',
    'squall logs --filter \'{ $.level = "ERROR" }\'',
    'squall logs --execution order-7',
  ],
  async run([name], flags) {
    const client = clientFrom(flags);
    const execution = text(flags.execution);
    if (execution !== undefined) return showExecution(client, execution, flags);
    const ended = flags.follow && !flags.json ? new EndedExecutions(client, name) : undefined;
    const seen = new Set<string>();
    let latestMs = 0;
    do {
      const sinceMs = Math.max(0, latestMs - overlapMs);
      for (const line of await readLines(client, { name, filterPattern: text(flags.filter), sinceMs })) {
        if (seen.has(line.eventId)) continue;
        seen.add(line.eventId);
        latestMs = Math.max(latestMs, line.timestamp);
        process.stdout.write(flags.json ? `${JSON.stringify(line)}\n` : shown(line));
      }
      for (const history of (await ended?.next()) ?? []) process.stdout.write(shownExecution(history));
      if (flags.follow) await wait(followMs);
    } while (flags.follow);
    return 0;
  },
};

/** With `--follow` again whenever something happened, until it is over. */
async function showExecution(client: CloudClient, wanted: string, flags: FlagValues): Promise<number> {
  const executionArn = await findExecution(client, wanted);
  let shownEvents = 0;
  for (;;) {
    const history = await historyOf(client, executionArn);
    if (history.events.length > shownEvents) {
      process.stdout.write(flags.json ? `${JSON.stringify(history)}\n` : shownExecution(history));
    }
    shownEvents = history.events.length;
    if (!flags.follow || history.execution.status !== 'RUNNING') return 0;
    await wait(followMs);
  }
}

const followMs = 300;

/** Lines of one moment may become visible after later ones: the last stretch is read again, and known lines left out. */
const overlapMs = 5000;

async function readLines(client: CloudClient, wanted: Wanted): Promise<LogLine[]> {
  const groups = await groupsOf(client, wanted.name);
  const lines = await Promise.all(groups.map((group) => linesOf(client, group, wanted)));
  return lines.flat().sort((a, b) => a.timestamp - b.timestamp);
}

interface Wanted {
  readonly name: string | undefined;
  readonly filterPattern: string | undefined;
  readonly sinceMs: number;
}

async function linesOf(client: CloudClient, logGroupName: string, wanted: Wanted): Promise<LogLine[]> {
  const { filterPattern, sinceMs } = wanted;
  const input = { logGroupName, startTime: sinceMs, ...(filterPattern !== undefined && { filterPattern }) };
  const events = await allPages<Omit<LogLine, 'logGroupName'>>(client, 'FilterLogEvents', input, 'events');
  return events.map((event) => ({ ...event, logGroupName }));
}

/** Groups whose name contains what was asked for, without regard to case: logical ids are enough. */
async function groupsOf(client: CloudClient, name: string | undefined): Promise<string[]> {
  const groups = await allPages<{ logGroupName: string }>(client, 'DescribeLogGroups', {}, 'logGroups');
  const names = groups.map(({ logGroupName }) => logGroupName);
  if (name === undefined) return names;
  const found = names.filter((candidate) => candidate.toLowerCase().includes(name.toLowerCase()));
  if (found.length > 0) return found;
  throw new SquallError(
    'NotFound',
    `No log group has “${name}” in its name.`,
    `There are: ${names.join(', ') || 'none yet'}.`,
  );
}

async function allPages<Item>(client: CloudClient, operation: string, input: object, member: string): Promise<Item[]> {
  const items: Item[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.call('logs', operation, { ...input, ...(nextToken !== undefined && { nextToken }) });
    items.push(...((page[member] as readonly Item[] | undefined) ?? []));
    nextToken = page.nextToken as string | undefined;
  } while (nextToken !== undefined);
  return items;
}

function shown({ timestamp, logGroupName, message }: LogLine): string {
  const time = new Date(timestamp).toISOString().slice(11, 23);
  const group = logGroupName.split('/').at(-1) ?? logGroupName;
  return `${paint.dim(time)} ${paint.cyan(group)} ${message.trimEnd()}\n`;
}
