import { AwsError } from '../../../kernel/errors.ts';
import { checkDefinition } from './check-definition.ts';
import type { Diagnostic, MachineType } from './diagnostic.ts';

/** Refuses what is no state machine with InvalidDefinition, as CreateStateMachine and UpdateStateMachine do. */
export function assertDefinition(text: string, type: MachineType): void {
  const errors = checkDefinition(text, type).filter(({ severity }) => severity === 'ERROR');
  if (errors.length === 0) return;
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${errors.map(told).join(', ')}'`);
}

/** AWS writes what it does not know as `null`. */
const told = ({ code, message, location = 'null' }: Diagnostic): string => `${code}: ${message} at ${location}`;
