import { checkDefinition } from '../check-definition.ts';
import type { MachineType } from '../diagnostic.ts';

/** What is told, one line each: `CODE message @location`. */
export const told = (definition: unknown, type: MachineType = 'STANDARD'): readonly string[] =>
  checkDefinition(typeof definition === 'string' ? definition : JSON.stringify(definition), type).map(
    ({ code, message, location }) => `${code} ${message}${location === undefined ? '' : ` @${location}`}`,
  );

/** A machine of one state. */
export const one = (state: object, more: object = {}): object => ({ StartAt: 'A', States: { A: state }, ...more });
/** A diagnostic of form. */
export const schema = (message: string, at: string): string => `SCHEMA_VALIDATION_FAILED ${message} @${at}`;
export const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f', End: true };
export const pass = { Type: 'Pass', End: true };
export const jsonata = { QueryLanguage: 'JSONata' };
export const map = { Type: 'Map', End: true, ItemProcessor: { StartAt: 'B', States: { B: pass } } };
