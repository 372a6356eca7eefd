import type { Command, CommandEntry } from './command.ts';
import { paint } from './paint.ts';

/** What `squall --help` prints. */
export function overview(commands: Readonly<Record<string, CommandEntry>>): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${paint.cyan(name.padEnd(8))} ${summary}`);
  return [
    `${paint.bold('squall')}: a local AWS for serverless APIs whose calls can fail on purpose`,
    '',
    'Usage: squall <command> [options]',
    '',
    ...rows,
    '',
    'squall <command> --help shows its options and examples.',
  ].join('\n');
}

/** What `squall <command> --help` prints. */
export function commandHelp(name: string, { summary, usage, flags, examples }: Command): string {
  const rows = Object.entries(flags).map(([flag, { value, short, help }]) => {
    const left = `${short === undefined ? '' : `-${short}, `}--${flag}${value === undefined ? '' : ` ${value}`}`;
    return `  ${left.padEnd(24)} ${help}`;
  });
  return [
    `${paint.bold(`squall ${name}`)}: ${summary}`,
    '',
    `Usage: squall ${usage}`,
    '',
    'Options:',
    ...rows,
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n');
}
