import type {
  CodeSigningConfig,
  CreateCodeSigningConfigCommandInput,
  DeleteCodeSigningConfigCommandInput,
  GetCodeSigningConfigCommandInput,
  ListCodeSigningConfigsCommandInput,
  ListCodeSigningConfigsResponse,
  ListFunctionsByCodeSigningConfigCommandInput,
  ListFunctionsByCodeSigningConfigResponse,
  UpdateCodeSigningConfigCommandInput,
} from '@aws-sdk/client-lambda';
import { formatArn } from '../../../kernel/arns.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { conflict, notFound } from '../errors.ts';
import { functionArn, lambdaTime } from '../function-reference.ts';
import { paginate } from '../pages.ts';
import type { LambdaState, SigningConfig } from '../state.ts';
import { assertTagCount } from '../tag-count.ts';

/** As long as AWS's: `csc-0d4518bd353a0a7c6`. */
const idDigits = 17;

interface Shown {
  readonly CodeSigningConfig: CodeSigningConfig;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateCodeSigningConfig.html */
export const createCodeSigningConfig: Operation<CreateCodeSigningConfigCommandInput, Shown, LambdaState> = (
  state,
  input,
  context,
) => {
  assertTagCount(input.Tags ?? {});
  const config: SigningConfig = {
    id: `csc-${context.random.hex(idDigits)}`,
    ...(input.Description !== undefined && { description: input.Description }),
    publishers: input.AllowedPublishers?.SigningProfileVersionArns ?? [],
    policy: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? 'Warn',
    lastModified: lambdaTime(context.clock.now()),
    tags: input.Tags ?? {},
  };
  state.codeSigningConfigs.set(config.id, config);
  return { CodeSigningConfig: shown(context, config) };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetCodeSigningConfig.html */
export const getCodeSigningConfig: Operation<GetCodeSigningConfigCommandInput, Shown, LambdaState> = (
  state,
  input,
  context,
) => ({ CodeSigningConfig: shown(context, findConfig(state, input.CodeSigningConfigArn)) });

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateCodeSigningConfig.html */
export const updateCodeSigningConfig: Operation<UpdateCodeSigningConfigCommandInput, Shown, LambdaState> = (
  state,
  input,
  context,
) => {
  const config = findConfig(state, input.CodeSigningConfigArn);
  const changed: SigningConfig = {
    ...config,
    ...(input.Description !== undefined && { description: input.Description }),
    publishers: input.AllowedPublishers?.SigningProfileVersionArns ?? config.publishers,
    policy: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? config.policy,
    lastModified: lambdaTime(context.clock.now()),
  };
  state.codeSigningConfigs.set(config.id, changed);
  return { CodeSigningConfig: shown(context, changed) };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteCodeSigningConfig.html */
export const deleteCodeSigningConfig: Operation<DeleteCodeSigningConfigCommandInput, object, LambdaState> = (
  state,
  input,
) => {
  const arn = input.CodeSigningConfigArn ?? '';
  const { id } = findConfig(state, arn);
  if (usersOf(state, arn).length > 0) {
    throw conflict(`The code signing configuration ${arn} is attached to functions and cannot be deleted.`);
  }
  state.codeSigningConfigs.delete(id);
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListCodeSigningConfigs.html */
export const listCodeSigningConfigs: Operation<
  ListCodeSigningConfigsCommandInput,
  ListCodeSigningConfigsResponse,
  LambdaState
> = (state, input, context) => {
  const page = paginate([...state.codeSigningConfigs.values()], ({ id }) => id, input);
  return {
    CodeSigningConfigs: page.items.map((config) => shown(context, config)),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionsByCodeSigningConfig.html */
export const listFunctionsByCodeSigningConfig: Operation<
  ListFunctionsByCodeSigningConfigCommandInput,
  ListFunctionsByCodeSigningConfigResponse,
  LambdaState
> = (state, input, context) => {
  const arn = input.CodeSigningConfigArn ?? '';
  findConfig(state, arn);
  const page = paginate(usersOf(state, arn), (name) => name, input);
  return {
    FunctionArns: page.items.map((name) => functionArn(context, name)),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};

/** Throws ResourceNotFoundException. */
export function findConfig(state: LambdaState, arn = ''): SigningConfig {
  const config = state.codeSigningConfigs.get(arn.split(':').at(-1) ?? '');
  if (!config) throw notFound(`The Lambda code signing configuration ${arn} can not be found.`);
  return config;
}

const usersOf = (state: LambdaState, arn: string): string[] =>
  [...state.functions.values()]
    .filter(({ codeSigningConfigArn }) => codeSigningConfigArn === arn)
    .map(({ name }) => name);

const configArn = ({ account, region }: Scope, id: string): string =>
  formatArn({ service: 'lambda', region, account, resource: `code-signing-config:${id}` });

const shown = (context: Context, config: SigningConfig): CodeSigningConfig => ({
  CodeSigningConfigId: config.id,
  CodeSigningConfigArn: configArn(context, config.id),
  ...(config.description !== undefined && { Description: config.description }),
  AllowedPublishers: { SigningProfileVersionArns: [...config.publishers] },
  CodeSigningPolicies: { UntrustedArtifactOnDeployment: config.policy },
  LastModified: config.lastModified,
});
