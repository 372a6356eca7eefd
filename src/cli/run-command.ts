import { parseArgs } from 'node:util';
import { version } from '../cloud/version.ts';
import { type Command, type CommandEntry, parseOptions, withOptionalValues } from './command.ts';
import { fail, failWith } from './failure.ts';
import { commandHelp, overview } from './help.ts';

/** Each command is loaded on demand: `squall --help` need not load a cloud. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  up: { summary: 'start the cloud on this machine', load: async () => (await import('./commands/up.ts')).up },
  stop: {
    summary: 'end a cloud that runs in the background',
    load: async () => (await import('./commands/stop.ts')).stop,
  },
  deploy: {
    summary: 'deploy a CDK app or a SAM template into it',
    load: async () => (await import('./commands/deploy.ts')).deploy,
  },
  dev: {
    summary: 'up, deploy, and deploy again at every change',
    load: async () => (await import('./commands/dev.ts')).dev,
  },
  check: {
    summary: 'say what of a project works here, before it is deployed',
    load: async () => (await import('./commands/check.ts')).check,
  },
  invoke: {
    summary: 'invoke a function with an event',
    load: async () => (await import('./commands/invoke.ts')).invoke,
  },
  explore: {
    summary: 'make every call of a scenario fail in every way, and judge each run',
    load: async () => (await import('./commands/explore.ts')).explore,
  },
  faults: {
    summary: 'add, list and clear fault rules',
    load: async () => (await import('./commands/faults.ts')).faults,
  },
  logs: {
    summary: "show functions' logs and executions of state machines",
    load: async () => (await import('./commands/logs.ts')).logs,
  },
  status: {
    summary: 'show what runs and what is deployed',
    load: async () => (await import('./commands/status.ts')).status,
  },
  env: {
    summary: 'print the variables that point SDKs, cdklocal and the AWS CLI here',
    load: async () => (await import('./commands/env.ts')).env,
  },
  reset: { summary: 'empty the cloud', load: async () => (await import('./commands/reset.ts')).reset },
};

/** Runs one command line; answers the exit code (0 success, 1 failure, 2 invalid usage). */
export async function runCommand(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = argv;
  if (name === '--version' || name === '-v') return say(version);
  const asksForHelp = ['help', '--help', '-h'].includes(name);
  if (asksForHelp && rest[0] === undefined) return say(overview(commands));
  const wanted = asksForHelp ? (rest[0] ?? '') : name;
  const command = await find(wanted);
  if (!command) {
    const known = Object.keys(commands).join(', ');
    return fail(`There is no command “${wanted}”.`, `Commands: ${known}. Try: squall --help`);
  }
  if (asksForHelp || rest.includes('--help') || rest.includes('-h')) return say(commandHelp(wanted, command));
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: withOptionalValues(rest, command.flags),
      options: parseOptions(command.flags),
      allowPositionals: true,
    });
  } catch (error) {
    return fail((error as Error).message.split('. ')[0] ?? 'unknown option', `Try: squall ${name} --help`);
  }
  const surplus = parsed.positionals[command.positionalsMax ?? 0];
  if (surplus !== undefined) return fail(`Unexpected argument “${surplus}”.`, `Usage: squall ${command.usage}`);
  try {
    return await command.run(parsed.positionals, parsed.values as Parameters<Command['run']>[1]);
  } catch (error) {
    return failWith(error);
  }
}

async function find(name: string): Promise<Command | undefined> {
  return Object.hasOwn(commands, name) ? commands[name]?.load() : undefined;
}

function say(message: string): number {
  process.stdout.write(`${message}\n`);
  return 0;
}
