import type { Service } from './contract.ts';

/** {@link Service.resourceOf} for inputs that name their resource by one of `members`; the first that is there counts. */
export function namedBy(...members: readonly string[]): NonNullable<Service['resourceOf']> {
  return (_operation, input) => {
    for (const member of members) {
      const value = input[member];
      if (value !== undefined && value !== null) return typeof value === 'string' ? value : undefined;
    }
    return undefined;
  };
}
