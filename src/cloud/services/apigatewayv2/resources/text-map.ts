import type { Properties } from '../../../service-kit/contract.ts';

/** A map of a template as the API takes it: numbers and booleans as text. Undefined when the template has none. */
export const textMap = (map: Properties | undefined): Record<string, string> | undefined =>
  map && Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));
