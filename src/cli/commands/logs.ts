import { setTimeout as wait } from 'node:timers/promises';
import { SquallError } from '../../cloud/kernel/errors.ts';
import type { CloudClient } from '../../harness/cloud-client.ts';
import { type Command, endpointFlags, text } from '../command.ts';
import { clientFrom } from '../endpoint.ts';
import { paint } from '../paint.ts';

interface LogLine {
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
  readonly logGroupName: string;
}

/** `squall logs`: what functions wrote, also while they write it. */
export const logs: Command = {
  summary: "show functions' logs",
  usage: 'logs [function] [options]',
  flags: {
    ...endpointFlags,
    follow: { type: 'boolean', short: 'f', help: 'go on as lines arrive' },
    filter: { type: 'string', value: 'PATTERN', help: 'a CloudWatch Logs filter pattern' },
  },
  examples: ['squall logs', 'squall logs -f createOrder', 'squall logs --filter \'{ $.level = "ERROR" }\''],
  async run([name], flags) {
    const client = clientFrom(flags);
    const seen = new Set<string>();
    do {
      for (const line of await readLines(client, name, text(flags.filter))) {
        if (seen.has(line.eventId)) continue;
        seen.add(line.eventId);
        process.stdout.write(flags.json ? `${JSON.stringify(line)}\n` : shown(line));
      }
      if (flags.follow) await wait(followMs);
    } while (flags.follow);
    return 0;
  },
};

const followMs = 300;

async function readLines(
  client: CloudClient,
  name: string | undefined,
  filterPattern: string | undefined,
): Promise<LogLine[]> {
  const groups = await groupsOf(client, name);
  const lines = await Promise.all(
    groups.map(async (logGroupName) => {
      const { events = [] } = await client.call<{ events?: Omit<LogLine, 'logGroupName'>[] }>(
        'logs',
        'FilterLogEvents',
        {
          logGroupName,
          ...(filterPattern !== undefined && { filterPattern }),
        },
      );
      return events.map((event) => ({ ...event, logGroupName }));
    }),
  );
  return lines.flat().sort((a, b) => a.timestamp - b.timestamp);
}

/** Groups whose name contains what was asked for, without regard to case: logical ids are enough. */
async function groupsOf(client: CloudClient, name: string | undefined): Promise<string[]> {
  const { logGroups = [] } = await client.call<{ logGroups?: { logGroupName: string }[] }>(
    'logs',
    'DescribeLogGroups',
    {},
  );
  const names = logGroups.map(({ logGroupName }) => logGroupName);
  if (name === undefined) return names;
  const found = names.filter((candidate) => candidate.toLowerCase().includes(name.toLowerCase()));
  if (found.length > 0) return found;
  throw new SquallError(
    'NotFound',
    `No log group has “${name}” in its name.`,
    `There are: ${names.join(', ') || 'none yet'}.`,
  );
}

function shown({ timestamp, logGroupName, message }: LogLine): string {
  const time = new Date(timestamp).toISOString().slice(11, 23);
  const group = logGroupName.split('/').at(-1) ?? logGroupName;
  return `${paint.dim(time)} ${paint.cyan(group)} ${message.trimEnd()}\n`;
}
