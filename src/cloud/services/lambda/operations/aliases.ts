import type {
  AliasConfiguration,
  CreateAliasCommandInput,
  DeleteAliasCommandInput,
  GetAliasCommandInput,
  ListAliasesCommandInput,
  ListAliasesResponse,
  UpdateAliasCommandInput,
} from '@aws-sdk/client-lambda';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { conflict, invalidParameter, notFound, revisionMismatch, validation } from '../errors.ts';
import { findFunction, findVersion, functionArn, latest, readFunctionName } from '../function-reference.ts';
import { paginate } from '../pages.ts';
import { type Alias, keyOf, type LambdaState, valuesOf } from '../state.ts';
import { deleteUrls } from './function-urls.ts';

type Weights = Readonly<Record<string, number>>;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export const createAlias: Operation<CreateAliasCommandInput, AliasConfiguration, LambdaState> = (
  state,
  input,
  context,
) => {
  const { name: functionName } = readFunctionName(context, 'CreateAlias', input.FunctionName ?? '');
  const name = input.Name ?? '';
  const functionVersion = input.FunctionVersion ?? '';
  findVersion(state, context, { name: functionName, qualifier: functionVersion });
  if (state.aliases.has(keyOf(functionName, name))) {
    throw conflict(`Alias already exists: ${functionArn(context, functionName, name)}`);
  }
  const weights = readWeights(
    state,
    context,
    functionName,
    functionVersion,
    input.RoutingConfig?.AdditionalVersionWeights,
  );
  const alias: Alias = {
    name,
    functionName,
    functionVersion,
    description: input.Description ?? '',
    ...(weights && { weights }),
    revisionId: context.random.uuid(),
  };
  state.aliases.set(keyOf(functionName, name), alias);
  return shown(context, alias);
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const getAlias: Operation<GetAliasCommandInput, AliasConfiguration, LambdaState> = (state, input, context) =>
  shown(context, findAlias(state, context, 'GetAlias', input));

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export const updateAlias: Operation<UpdateAliasCommandInput, AliasConfiguration, LambdaState> = (
  state,
  input,
  context,
) => {
  const alias = findAlias(state, context, 'UpdateAlias', input, 'Alias not found');
  if (input.RevisionId !== undefined && input.RevisionId !== alias.revisionId) throw revisionMismatch();
  const functionVersion = input.FunctionVersion ?? alias.functionVersion;
  findVersion(state, context, { name: alias.functionName, qualifier: functionVersion });
  const { weights: oldWeights, ...rest } = alias;
  const weights = input.RoutingConfig
    ? readWeights(state, context, alias.functionName, functionVersion, input.RoutingConfig.AdditionalVersionWeights)
    : oldWeights;
  const changed: Alias = {
    ...rest,
    functionVersion,
    description: input.Description ?? alias.description,
    ...(weights && { weights }),
    revisionId: context.random.uuid(),
  };
  state.aliases.set(keyOf(alias.functionName, alias.name), changed);
  return shown(context, changed);
};

/** An alias that is not there is deleted. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html */
export const deleteAlias: Operation<DeleteAliasCommandInput, object, LambdaState> = (state, input, context) => {
  const { name } = readFunctionName(context, 'DeleteAlias', input.FunctionName ?? '');
  findFunction(state, context, { name, qualifier: undefined });
  const key = keyOf(name, input.Name ?? '');
  for (const collection of [state.aliases, state.policies, state.eventInvokeConfigs, state.provisionedConcurrency])
    collection.delete(key);
  deleteUrls(state, { name, qualifier: input.Name });
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export const listAliases: Operation<ListAliasesCommandInput, ListAliasesResponse, LambdaState> = (
  state,
  input,
  context,
) => {
  const { name } = readFunctionName(context, 'ListAliases', input.FunctionName ?? '');
  findFunction(state, context, { name, qualifier: undefined });
  const aliases = valuesOf(state.aliases, name).filter(
    ({ functionVersion }) => input.FunctionVersion === undefined || functionVersion === input.FunctionVersion,
  );
  const page = paginate(aliases, (alias) => alias.name, input);
  return {
    Aliases: page.items.map((alias) => shown(context, alias)),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};

function findAlias(
  state: LambdaState,
  context: Context,
  operation: string,
  input: { readonly FunctionName?: string | undefined; readonly Name?: string | undefined },
  complaint = 'Cannot find alias arn',
): Alias {
  const { name } = readFunctionName(context, operation, input.FunctionName ?? '');
  const alias = state.aliases.get(keyOf(name, input.Name ?? ''));
  if (!alias) throw notFound(`${complaint}: ${functionArn(context, name, input.Name)}`);
  return alias;
}

const shown = (context: Context, alias: Alias): AliasConfiguration => ({
  AliasArn: functionArn(context, alias.functionName, alias.name),
  Name: alias.name,
  FunctionVersion: alias.functionVersion,
  Description: alias.description,
  ...(alias.weights && { RoutingConfig: { AdditionalVersionWeights: { ...alias.weights } } }),
  RevisionId: alias.revisionId,
});

/** The second version that an alias leads to, and how often; undefined for none. */
function readWeights(
  state: LambdaState,
  context: Context,
  functionName: string,
  functionVersion: string,
  weights: Weights | undefined,
): Weights | undefined {
  const entries = Object.entries(weights ?? {});
  if (entries.length > 1) {
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  const [entry] = entries;
  if (!entry) return undefined;
  const [version, weight] = entry;
  if (!/^\d+$/.test(version)) {
    throw validation(
      'routingConfig.additionalVersionWeights',
      `{${version}=${weight}}`,
      'Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]',
    );
  }
  if (weight < 0 || weight > 1) {
    throw validation(
      'routingConfig.additionalVersionWeights',
      `{${version}=${weight}}`,
      'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]',
    );
  }
  if (version === functionVersion) {
    throw invalidParameter(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  }
  if (functionVersion === latest) {
    throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  findVersion(state, context, { name: functionName, qualifier: version });
  return { [version]: weight };
}
