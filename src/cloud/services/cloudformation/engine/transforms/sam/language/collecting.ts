import { InvalidDocument, SamError } from './errors.ts';

/**
 * Does something; what is wrong with a resource is kept, for all of it is told at once.
 * @throws InvalidDocument, which ends the transform and is told alone
 */
export function collecting(errors: SamError[], action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof SamError) || error instanceof InvalidDocument) throw error;
    errors.push(error);
  }
}
