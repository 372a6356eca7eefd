import type {
  ListExportsCommandInput,
  ListExportsCommandOutput,
  ListImportsCommandInput,
  ListImportsCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { asCallerReaches } from '../../../service-kit/told-addresses.ts';
import { importersOf } from '../engine/deploy/outputs.ts';
import { validationError } from '../errors.ts';
import type { CloudFormationState } from '../state.ts';
import { page } from './page.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html */
export const listExports: Operation<
  ListExportsCommandInput,
  Omit<ListExportsCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input, context) => {
  const { items, next } = page(state.exports.values(), input.NextToken, ({ name }) => name);
  return {
    Exports: items.map(({ name, value, stackId }) => ({
      Name: name,
      Value: asCallerReaches(value, context),
      ExportingStackId: stackId,
    })),
    NextToken: next,
  };
};

/**
 * Names of the stacks that import an export; that nobody does is an error, in AWS as here.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html
 */
export const listImports: Operation<
  Given<ListImportsCommandInput>,
  Omit<ListImportsCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input) => {
  const { items, next } = page(importersOf(state, input.ExportName), input.NextToken, (name) => name);
  if (items.length === 0) throw validationError(`Export '${input.ExportName}' is not imported by any stack.`);
  return { Imports: [...items], NextToken: next };
};
