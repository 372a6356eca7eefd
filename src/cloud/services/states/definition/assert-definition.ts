import { AwsError } from '../../../kernel/errors.ts';
import type { MachineType } from '../state.ts';

/** Refuses what is no state machine with InvalidDefinition, as CreateStateMachine and UpdateStateMachine do. */
export function assertDefinition(text: string, _type: MachineType): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const why = (error as Error).message;
    throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: ${why}'`);
  }
}
