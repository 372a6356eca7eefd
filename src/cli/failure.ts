import { AwsError, SquallError, UnsupportedError } from '../cloud/kernel/errors.ts';
import { paintError } from './paint.ts';

/** Says what went wrong and what to do about it, on standard error; answers the exit code. */
export function fail(message: string, hint: string, code = 2): number {
  process.stderr.write(`${paintError.red('✗')} ${message}\n  ${paintError.dim(hint)}\n`);
  return code;
}

const unsupportedHint = 'Leave it out where the app is deployed here; docs/coverage.md lists what is emulated.';

/** What went wrong, for people to read. */
export interface ToldFailure {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: number;
}

/** Prints the user's mistakes in two lines; anything else is a bug of Squall, and thrown again. */
export function failWith(error: unknown): number {
  const { message, hint, exitCode } = tellable(error);
  return fail(message, hint, exitCode);
}

/** The user's mistakes in words; anything else is thrown again. */
export function tellable(error: unknown): ToldFailure {
  const told = (message: string, hint: string, exitCode = 1): ToldFailure => ({ message, hint, exitCode });
  if (error instanceof SquallError) return told(error.message, error.hint, error.code === 'InvalidOption' ? 2 : 1);
  // A cloud behind a socket tells by its text that this is ours.
  if (error instanceof AwsError && error.message.startsWith('Squall does not emulate'))
    return told(error.message, unsupportedHint);
  const missing =
    error instanceof AwsError && /^Parameters: \[([^,\]]+).*\] must have values$/.exec(error.message)?.[1];
  if (error instanceof AwsError && missing) return told(error.message, `Say them: --parameter ${missing}=VALUE`);
  if (error instanceof AwsError)
    return told(`${error.code}: ${error.message}`, 'This is the answer that AWS would give.');
  if (error instanceof UnsupportedError) return told(error.message, unsupportedHint);
  throw error;
}
