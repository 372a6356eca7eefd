import { SquallError } from '../cloud/kernel/errors.ts';

/** How a shell writes what `squall env` prints. */
export interface ShellSyntax {
  /** A line that sets a variable for the shell and what it starts. */
  set(name: string, value: string): string;
  /** The value of a variable, in a command. */
  value(name: string): string;
  readonly comment: string;
}

const posix: ShellSyntax = {
  set: (name, value) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`,
  value: (name) => `"$${name}"`,
  comment: '#',
};

const syntaxes = {
  bash: posix,
  zsh: posix,
  sh: posix,
  fish: {
    // Between single quotes fish reads a backslash before these two alone.
    set: (name, value) => `set -gx ${name} '${value.replace(/['\\]/g, String.raw`\$&`)}';`,
    value: (name) => `"$${name}"`,
    comment: '#',
  },
  powershell: {
    // Of PowerShell's quotes, the curly ones end a text as well.
    set: (name, value) => `$env:${name} = '${value.replace(/['‘’‚‛]/g, '$&$&')}'`,
    value: (name) => `$env:${name}`,
    comment: '#',
  },
  cmd: {
    // The quotes are of the command, not of the value.
    set: (name, value) => `set "${name}=${value}"`,
    value: (name) => `%${name}%`,
    comment: 'rem',
  },
} satisfies Readonly<Record<string, ShellSyntax>>;

export const shells = Object.keys(syntaxes);

/** The shell that is named, else the one that this system's users have: PowerShell on Windows, outside of Git Bash. */
export function shellSyntax(
  name: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): ShellSyntax {
  if (name === undefined) return platform === 'win32' && !environment.SHELL ? syntaxes.powershell : posix;
  if (Object.hasOwn(syntaxes, name)) return syntaxes[name as keyof typeof syntaxes];
  if (name === 'pwsh') return syntaxes.powershell;
  throw new SquallError('InvalidOption', `--shell ${name} is not a choice.`, `Choices: ${shells.join(', ')}.`);
}
