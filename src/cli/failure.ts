import { AwsError, SquallError, UnsupportedError } from '../cloud/kernel/errors.ts';
import { paintError } from './paint.ts';

/** Says what went wrong and what to do about it, on standard error; answers the exit code. */
export function fail(message: string, hint: string, code = 2): number {
  process.stderr.write(`${paintError.red('✗')} ${message}\n  ${paintError.dim(hint)}\n`);
  return code;
}

const unsupportedHint = 'Leave it out where the app is deployed here; docs/coverage.md lists what is emulated.';

/** Prints the user's mistakes in two lines; anything else is a bug of Squall, and thrown again. */
export function failWith(error: unknown): number {
  if (error instanceof SquallError) return fail(error.message, error.hint, error.code === 'InvalidOption' ? 2 : 1);
  // A cloud behind a socket tells by its text that this is ours.
  if (error instanceof AwsError && error.message.startsWith('Squall does not emulate'))
    return fail(error.message, unsupportedHint, 1);
  const missing =
    error instanceof AwsError && /^Parameters: \[([^,\]]+).*\] must have values$/.exec(error.message)?.[1];
  if (error instanceof AwsError && missing) return fail(error.message, `Say them: --parameter ${missing}=VALUE`, 1);
  if (error instanceof AwsError)
    return fail(`${error.code}: ${error.message}`, 'This is the answer that AWS would give.', 1);
  if (error instanceof UnsupportedError) return fail(error.message, unsupportedHint, 1);
  throw error;
}
