import type { ParseArgsConfig } from 'node:util';

/** A flag of a command, as `node:util`'s parseArgs takes it, with its line in the help. */
export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly help: string;
  /** `DIR`, `N`: what stands behind the flag in the help. */
  readonly value?: string;
  readonly short?: string;
  readonly multiple?: boolean;
  /** A string's value may be left out: `*` then. */
  readonly isOptional?: boolean;
}

export type Flags = Readonly<Record<string, Flag>>;
export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** One command of the CLI. */
export interface Command {
  readonly summary: string;
  readonly usage: string;
  /** How many words it takes beside its flags; none unless told otherwise. */
  readonly positionalsMax?: number;
  readonly flags: Flags;
  readonly examples: readonly string[];
  /** Resolves to the exit code; a command that serves resolves when it is told to end. */
  run(positionals: readonly string[], flags: FlagValues): Promise<number>;
}

/** A command as the overview knows it. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** parseArgs knows no values that may be left out: they are filled in. */
export function withOptionalValues(args: readonly string[], flags: Flags): string[] {
  return args.map((arg, index) => {
    const flag = arg.startsWith('--') ? flags[arg.slice(2)] : undefined;
    const next = args[index + 1];
    return flag?.isOptional && (next === undefined || next.startsWith('-')) ? `${arg}=*` : arg;
  });
}

export function parseOptions(flags: Flags): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short !== undefined && { short }), ...(multiple && { multiple }) },
    ]),
  );
}

/** Flags that name the cloud to talk to. */
export const endpointFlags = {
  endpoint: { type: 'string', value: 'URL', help: 'the cloud to talk to (default: $AWS_ENDPOINT_URL, else port 4566)' },
  account: { type: 'string', value: 'ID', help: 'twelve digits (default 000000000000)' },
  region: { type: 'string', value: 'NAME', help: 'default $AWS_REGION, else us-east-1' },
  json: { type: 'boolean', help: 'for programs: JSON on standard output' },
} as const satisfies Flags;

export const text = (value: FlagValues[string]): string | undefined => (typeof value === 'string' ? value : undefined);
