import type { Operation } from '../../../service-kit/contract.ts';
import { parseStatement } from '../partiql/parse-statement.ts';
import { runStatement, type StatementOptions, type StatementOutput } from '../partiql/run-statement.ts';
import type { DynamoState } from '../state.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import { executeStatementShape } from '../validation/statement-shapes.ts';
import type { AttributeValue } from '../values/attribute-value.ts';

interface ExecuteStatementInput extends StatementOptions {
  readonly Statement: string;
  readonly Parameters?: readonly AttributeValue[];
}

/**
 * One PartiQL statement: a page of a SELECT, or one write.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html
 */
export const executeStatement: Operation<ExecuteStatementInput, StatementOutput, DynamoState> = (
  state,
  given,
  context,
) => {
  const input = checkItemInput(given, executeStatementShape);
  return runStatement(state, parseStatement(input.Statement, input.Parameters), input, context);
};
