import type {
  AddLayerVersionPermissionCommandInput,
  AddLayerVersionPermissionResponse,
  GetLayerVersionPolicyCommandInput,
  GetLayerVersionPolicyResponse,
  RemoveLayerVersionPermissionCommandInput,
} from '@aws-sdk/client-lambda';
import type { StatementDocument } from '../../../policy/policy-document.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { conflict, notFound, revisionMismatch } from '../errors.ts';
import { layerArn } from '../function-reference.ts';
import { keyOf, type LambdaState } from '../state.ts';
import { layerName } from './layers.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html */
export const addLayerVersionPermission: Operation<
  AddLayerVersionPermissionCommandInput,
  AddLayerVersionPermissionResponse,
  LambdaState
> = (state, input, context) => {
  const { key, arn } = addressed(state, input, context);
  const policy = state.layerPolicies.get(key);
  if (policy?.statements.some(({ Sid }) => Sid === input.StatementId)) {
    throw conflict(
      `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  if (input.RevisionId !== undefined && input.RevisionId !== policy?.revisionId)
    throw revisionMismatch('GetLayerPolicy');
  const statement: StatementDocument = {
    Sid: input.StatementId ?? '',
    Effect: 'Allow',
    Principal: principalOf(input.Principal ?? ''),
    Action: input.Action ?? '',
    Resource: arn,
    ...(input.OrganizationId !== undefined && {
      Condition: { StringEquals: { 'aws:PrincipalOrgID': input.OrganizationId } },
    }),
  };
  const revisionId = context.random.uuid();
  state.layerPolicies.set(key, { revisionId, statements: [...(policy?.statements ?? []), statement] });
  return { Statement: JSON.stringify(statement), RevisionId: revisionId };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemoveLayerVersionPermission.html */
export const removeLayerVersionPermission: Operation<RemoveLayerVersionPermissionCommandInput, object, LambdaState> = (
  state,
  input,
  context,
) => {
  const { key } = addressed(state, input, context);
  const policy = state.layerPolicies.get(key);
  if (input.RevisionId !== undefined && input.RevisionId !== policy?.revisionId)
    throw revisionMismatch('GetLayerPolicy');
  const statements = (policy?.statements ?? []).filter(({ Sid }) => Sid !== input.StatementId);
  if (!policy || statements.length === policy.statements.length) {
    throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
  }
  if (statements.length === 0) state.layerPolicies.delete(key);
  else state.layerPolicies.set(key, { revisionId: context.random.uuid(), statements });
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionPolicy.html */
export const getLayerVersionPolicy: Operation<
  GetLayerVersionPolicyCommandInput,
  GetLayerVersionPolicyResponse,
  LambdaState
> = (state, input, context) => {
  const { key } = addressed(state, input, context);
  const policy = state.layerPolicies.get(key);
  if (!policy) throw notFound('No policy is associated with the given resource.');
  return {
    Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: policy.statements }),
    RevisionId: policy.revisionId,
  };
};

/** Everybody, or an account: by its number or by the ARN of its root. */
const principalOf = (principal: string) =>
  principal === '*' ? principal : { AWS: /^\d+$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal };

type Addressed = { readonly LayerName?: string | undefined; readonly VersionNumber?: number | undefined };

function addressed(state: LambdaState, input: Addressed, context: Context) {
  const name = layerName(input.LayerName);
  const version = input.VersionNumber ?? 0;
  const key = keyOf(name, version);
  const arn = layerArn(context, name, version);
  if (!state.layers.has(key)) throw notFound(`Layer version ${arn} does not exist.`);
  return { key, arn };
}
