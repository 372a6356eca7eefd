import type { ExploredServices } from '../simulation/explored-services.ts';

/** Shorter values would be found in anything. */
const lengthMin = 4;
const sensitive = /pass|pwd|secret|key|token|credential|auth/i;

/** Every value that must not be seen: secrets as a whole, of JSON the members that are secret by their names. */
export function secretValues(services: ExploredServices): string[] {
  const values = services.secrets().flatMap(valuesIn);
  return [...new Set(values)].filter((value) => value.length >= lengthMin);
}

function valuesIn(text: string): string[] {
  try {
    const parsed = JSON.parse(text) as unknown;
    if (typeof parsed !== 'object' || parsed === null) return [text];
    return Object.entries(parsed).flatMap(([name, value]) =>
      typeof value === 'string' && sensitive.test(name) ? [value] : [],
    );
  } catch {
    return [text];
  }
}
