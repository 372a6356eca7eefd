import type { Diagnostic, MachineType } from './diagnostic.ts';

/** All that is wrong with a definition, errors before warnings. */
export function checkDefinition(text: string, _type: MachineType): readonly Diagnostic[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [{ severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message: (error as Error).message }];
  }
}
