import { AwsError, SquallError, UnsupportedError } from '../cloud/kernel/errors.ts';
import { paintError } from './paint.ts';

/** Says what went wrong and what to do about it, on standard error; answers the exit code. */
export function fail(message: string, hint: string, code = 2): number {
  process.stderr.write(`${paintError.red('✗')} ${message}\n  ${paintError.dim(hint)}\n`);
  return code;
}

/** What the user can mend is told in two lines; anything else is our own bug, and thrown again. */
export function failWith(error: unknown): number {
  if (error instanceof SquallError) return fail(error.message, error.hint, error.code === 'InvalidOption' ? 2 : 1);
  if (error instanceof AwsError) return fail(`${error.code}: ${error.message}`, 'The cloud answers as AWS would.', 1);
  if (error instanceof UnsupportedError) return fail(error.message, 'docs/coverage.md tells what is emulated.', 1);
  throw error;
}
