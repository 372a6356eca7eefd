import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { checkDefinition } from '../definition/check-definition.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';

/** AWS: as many are told where the caller asks for no other number, or for none. */
const resultsMax = 100;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
export const validateStateMachineDefinition: Operation<
  Given<Sdk.ValidateStateMachineDefinitionInput>,
  Sdk.ValidateStateMachineDefinitionOutput,
  StatesState,
  StatesRuntime
> = (_state, { definition, type = 'STANDARD', severity = 'ERROR', maxResults }) => {
  const all = checkDefinition(definition, type);
  const told = severity === 'WARNING' ? all : all.filter((diagnostic) => diagnostic.severity === 'ERROR');
  const count = maxResults || resultsMax;
  return {
    result: all.some((diagnostic) => diagnostic.severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics: told.slice(0, count),
    truncated: told.length > count,
  };
};
