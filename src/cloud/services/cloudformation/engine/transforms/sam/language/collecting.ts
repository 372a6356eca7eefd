import { InvalidDocument, SamError } from './errors.ts';

/** Does something; what is wrong with the template is kept, for all of it is told at once. */
export function collecting(errors: SamError[], action: () => void): void {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidDocument) errors.push(...error.causes);
    else if (error instanceof SamError) errors.push(error);
    else throw error;
  }
}
