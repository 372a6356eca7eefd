/** What is wrong with a definition, as ValidateStateMachineDefinition tells it. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** Path of the state or field, `/States/Ship/Next`. */
  readonly location?: string;
}

export type MachineType = 'STANDARD' | 'EXPRESS';
