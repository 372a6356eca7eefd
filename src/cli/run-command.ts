import { parseArgs } from 'node:util';
import { SquallError } from '../cloud/kernel/errors.ts';
import { version } from '../cloud/version.ts';
import { type Command, type CommandEntry, parseOptions } from './command.ts';
import { commandHelp, overview } from './help.ts';
import { paint } from './paint.ts';

/** Each command is read only when it is asked for: `squall --help` need not load a cloud. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  up: { summary: 'start the cloud on this machine', load: async () => (await import('./commands/up.ts')).up },
  deploy: { summary: 'deploy a CDK app into it', load: async () => (await import('./commands/deploy.ts')).deploy },
  dev: {
    summary: 'up, deploy, and deploy again at every change',
    load: async () => (await import('./commands/dev.ts')).dev,
  },
  logs: { summary: "show functions' logs", load: async () => (await import('./commands/logs.ts')).logs },
  status: {
    summary: 'show what runs and what is deployed',
    load: async () => (await import('./commands/status.ts')).status,
  },
  reset: { summary: 'empty the cloud', load: async () => (await import('./commands/reset.ts')).reset },
};

/** Runs one command line; answers the exit code (0 done, 1 failed, 2 not understood). */
export async function runCommand(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = argv;
  if (name === '--version' || name === '-v') return say(version);
  if (['help', '--help', '-h'].includes(name)) {
    const asked = rest[0] === undefined ? undefined : await find(rest[0]);
    return say(asked && rest[0] ? commandHelp(rest[0], asked) : overview(commands));
  }
  const command = await find(name);
  if (!command)
    return fail(`There is no command “${name}”.`, `Commands: ${Object.keys(commands).join(', ')}. Try: squall --help`);
  if (rest.includes('--help') || rest.includes('-h')) return say(commandHelp(name, command));
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...rest], options: parseOptions(command.flags), allowPositionals: true });
  } catch (error) {
    return fail((error as Error).message.split('. ')[0] ?? 'unknown option', `Try: squall ${name} --help`);
  }
  try {
    return await command.run(parsed.positionals, parsed.values as Parameters<Command['run']>[1]);
  } catch (error) {
    if (error instanceof SquallError) return fail(error.message, error.hint, 1);
    throw error;
  }
}

async function find(name: string): Promise<Command | undefined> {
  return Object.hasOwn(commands, name) ? commands[name]?.load() : undefined;
}

function say(message: string): number {
  process.stdout.write(`${message}\n`);
  return 0;
}

function fail(message: string, hint: string, code = 2): number {
  process.stderr.write(`${paint.red('✗')} ${message}\n  ${paint.dim(hint)}\n`);
  return code;
}
