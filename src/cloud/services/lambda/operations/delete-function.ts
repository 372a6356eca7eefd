import type { DeleteFunctionCommandInput } from '@aws-sdk/client-lambda';
import type { Operation } from '../../../service-kit/contract.ts';
import { conflict, invalidParameter } from '../errors.ts';
import { findFunction, functionArn, latest, readFunctionName } from '../function-reference.ts';
import type { LambdaRuntime } from '../runtime.ts';
import { keyOf, type LambdaState, valuesOf } from '../state.ts';
import { deleteUrls } from './function-urls.ts';

/** A whole function, or one version of it. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export const deleteFunction: Operation<
  DeleteFunctionCommandInput,
  { readonly StatusCode: number },
  LambdaState,
  LambdaRuntime
> = (state, input, context) => {
  const reference = readFunctionName(context, 'DeleteFunction', input.FunctionName ?? '', input.Qualifier);
  const { name, qualifier } = reference;
  if (qualifier === latest) {
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  }
  findFunction(state, context, reference);
  const arn = functionArn(context, name);
  if (qualifier === undefined) {
    for (const { code } of valuesOf(state.versions, name)) context.kernel.blobs.release(code.bytes);
    deleteWhole(state, name);
    deleteUrls(state, reference);
    context.runtime.retire(`${arn}:`);
    return { StatusCode: 204 };
  }
  if (!/^\d+$/.test(qualifier)) throw invalidParameter('Deletion of aliases is not currently supported.');
  deleteVersion(state, name, qualifier);
  context.runtime.retire(`${arn}:${qualifier}#`);
  return { StatusCode: 204 };
};

/** All that is kept under a function's name and a qualifier. */
const wholeCollections = (state: LambdaState) => [
  state.versions,
  state.aliases,
  state.policies,
  state.eventInvokeConfigs,
  state.provisionedConcurrency,
  state.runtimeManagement,
];

function deleteWhole(state: LambdaState, name: string): void {
  state.functions.delete(name);
  for (const collection of wholeCollections(state)) {
    for (const key of [...collection.keys({ from: `${name}:`, before: `${name};` })]) collection.delete(key);
  }
}

/** A version that is not there is deleted. */
function deleteVersion(state: LambdaState, name: string, version: string): void {
  const users = valuesOf(state.aliases, name).filter(
    ({ functionVersion, weights }) => functionVersion === version || Object.hasOwn(weights ?? {}, version),
  );
  if (users.length > 0) {
    const names = users.map((alias) => alias.name).join(', ');
    throw conflict(`Unable to delete version because the following aliases reference it: [${names}]`);
  }
  for (const collection of wholeCollections(state)) collection.delete(keyOf(name, version));
}
