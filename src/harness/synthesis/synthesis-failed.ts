import { SquallError } from '../../cloud/kernel/errors.ts';

/** What is thrown when an app cannot be synthesized: what happened, and what to do. */
export const synthesisFailed = (message: string, hint: string, options?: ErrorOptions): SquallError =>
  new SquallError('SynthesisFailed', message, hint, options);
