import { isJsonObject, type JsonObject } from '../../../kernel/json.ts';
import type { Diagnostic, MachineType } from './diagnostic.ts';
import type { Language } from './states.ts';

/** Collects what is wrong with a definition. */
export class Findings {
  readonly #found: Diagnostic[] = [];

  get all(): readonly Diagnostic[] {
    return this.#found;
  }

  get hasErrors(): boolean {
    return this.#found.some(({ severity }) => severity === 'ERROR');
  }

  error(code: string, message: string, location?: string): void {
    this.#found.push({ severity: 'ERROR', code, message, ...(location !== undefined && { location }) });
  }

  /** A field that is missing, is not supported, or has a wrong value. `at` is empty for the machine itself. */
  schema(message: string, at: string): void {
    this.error('SCHEMA_VALIDATION_FAILED', message, at || '/');
  }

  warn(code: string, message: string, location: string): void {
    this.#found.push({ severity: 'WARNING', code, message, location });
  }
}

/** Where a value stands: what is looked at beside the value itself. */
export interface Surroundings {
  readonly findings: Findings;
  /** Of the state. */
  readonly language: Language;
  /** Of the whole machine. */
  readonly machineLanguage: Language;
  /** Of the machine, or of the executions that a distributed Map starts. */
  readonly type: MachineType;
  /** What `$states` has here beside `input` and `context`. */
  readonly outcome?: 'result' | 'errorOutput';
}

/** Looks at a value that stands at a place, `/States/Ship/TimeoutSeconds`. */
export type ValueCheck = (value: unknown, at: string, surroundings: Surroundings) => void;

export type Fields = JsonObject;

/** The members of an object, or of nothing where the value is none; that it must be one is told. */
export function objectAt(value: unknown, at: string, { findings }: Pick<Surroundings, 'findings'>): Fields | undefined {
  if (isJsonObject(value)) return value;
  findings.schema('Expected value of type Object', at);
  return undefined;
}

/** The items of an array that has some. */
export function itemsAt(value: unknown, at: string, { findings }: Pick<Surroundings, 'findings'>): readonly unknown[] {
  if (!Array.isArray(value)) findings.schema('Expected value of type Array', at);
  else if (value.length === 0) findings.schema('Value cannot be empty', at);
  else return value;
  return [];
}

/** All these fields must be there. */
export function requireFields(
  fields: Fields,
  names: readonly string[],
  at: string,
  { findings }: Pick<Surroundings, 'findings'>,
): void {
  const missing = names.filter((name) => !Object.hasOwn(fields, name));
  if (missing.length > 0) findings.schema(`These fields are required: [${missing.join(', ')}]`, at);
}

/** At most one of these fields may be there; one must, where `isRequired`. */
export function requireOne(
  fields: Fields,
  names: readonly string[],
  at: string,
  { findings }: Pick<Surroundings, 'findings'>,
  isRequired = true,
): void {
  const there = names.filter((name) => Object.hasOwn(fields, name)).length;
  const listed = `[${names.join(', ')}]`;
  if (there > 1) findings.schema(`There should only be one of the following fields: ${listed}`, at);
  if (there === 0 && isRequired) {
    findings.schema(`This object should have only one of the following fields: ${listed}`, at);
  }
}
