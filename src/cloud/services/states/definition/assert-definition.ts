import { AwsError } from '../../../kernel/errors.ts';
import { checkDefinition, checkStateAlone } from './check-definition.ts';
import type { Diagnostic, MachineType } from './diagnostic.ts';

/** Refuses what is no state machine with InvalidDefinition, as CreateStateMachine and UpdateStateMachine do. */
export function assertDefinition(text: string, type: MachineType): void {
  refuse(checkDefinition(text, type));
}

/** Refuses what is no state, as TestState does where it gets a state alone. */
export function assertStateAlone(text: string): void {
  refuse(checkStateAlone(text, 'STANDARD'));
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'ERROR');
  if (errors.length === 0) return;
  throw invalidDefinition(errors.map(told).join(', '));
}

export const invalidDefinition = (why: string): AwsError =>
  new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${why}'`);

/** AWS writes what it does not know as `null`. */
const told = ({ code, message, location = 'null' }: Diagnostic): string => `${code}: ${message} at ${location}`;
