import type { MemberShape } from '../../../service-kit/shapes.ts';
import {
  boolean,
  type ItemShape,
  integer,
  list,
  string,
  structure,
  value,
  type WireTypes,
} from './check-item-input.ts';

/*
 * JSON types and constraints of PartiQL's inputs. Source of the limits:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html and its neighbours
 */

const Statement: MemberShape = { required: true, min: 1, max: 8192 };
const Parameters: MemberShape = { min: 1 };
const capacity: MemberShape = { enum: ['INDEXES', 'TOTAL', 'NONE'] };
const onFailure: MemberShape = { enum: ['ALL_OLD', 'NONE'] };

/** Of one statement among several. */
export const statementTypes: WireTypes = {
  Statement: string,
  Parameters: list(value),
  ConsistentRead: boolean,
  ReturnValuesOnConditionCheckFailure: string,
};

export const executeStatementShape: ItemShape = {
  types: {
    Statement: string,
    Parameters: list(value),
    ConsistentRead: boolean,
    NextToken: string,
    ReturnConsumedCapacity: string,
    Limit: integer,
    ReturnValuesOnConditionCheckFailure: string,
  },
  constraints: {
    Statement,
    Parameters,
    NextToken: { min: 1, max: 32_768 },
    ReturnConsumedCapacity: capacity,
    Limit: { min: 1 },
    ReturnValuesOnConditionCheckFailure: onFailure,
  },
};

export const batchExecuteStatementShape: ItemShape = {
  types: {
    Statements: list(structure('BatchStatementRequest', statementTypes)),
    ReturnConsumedCapacity: string,
  },
  constraints: {
    Statements: {
      required: true,
      min: 1,
      max: 25,
      each: { members: { Statement, Parameters, ReturnValuesOnConditionCheckFailure: onFailure } },
    },
    ReturnConsumedCapacity: capacity,
  },
};

export const executeTransactionShape: ItemShape = {
  types: {
    TransactStatements: list(
      structure('ParameterizedStatement', {
        Statement: string,
        Parameters: list(value),
        ReturnValuesOnConditionCheckFailure: string,
      }),
    ),
    ClientRequestToken: string,
    ReturnConsumedCapacity: string,
  },
  constraints: {
    TransactStatements: {
      required: true,
      min: 1,
      max: 100,
      each: { members: { Statement, Parameters, ReturnValuesOnConditionCheckFailure: onFailure } },
    },
    ClientRequestToken: { min: 1, max: 36 },
    ReturnConsumedCapacity: capacity,
  },
};
