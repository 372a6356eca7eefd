import type {
  AddPermissionCommandInput,
  AddPermissionResponse,
  GetPolicyCommandInput,
  GetPolicyResponse,
  RemovePermissionCommandInput,
} from '@aws-sdk/client-lambda';
import type { PolicyDocument, StatementDocument } from '../../../policy/policy-document.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import {
  conflict,
  functionNotFound,
  invalidParameter,
  notFound,
  resourceNotFound,
  revisionMismatch,
} from '../errors.ts';
import {
  assertQualifier,
  type FunctionReference,
  findFunction,
  functionArn,
  latest,
  readFunctionName,
} from '../function-reference.ts';
import { revise, revisionOf } from '../revisions.ts';
import { keyOf, type LambdaState, type Policy } from '../state.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const addPermission: Operation<AddPermissionCommandInput, AddPermissionResponse, LambdaState> = (
  state,
  input,
  context,
) => {
  const reference = readFunctionName(context, 'AddPermission', input.FunctionName ?? '', input.Qualifier);
  if (reference.qualifier === latest) {
    throw invalidParameter('We currently do not support adding policies for $LATEST.');
  }
  findFunction(state, context, { ...reference, qualifier: undefined });
  assertQualifier(state, context, reference);
  const policy = policyOf(state, reference);
  assertRevision(state, reference, input.RevisionId);
  if (policy?.statements.some(({ Sid }) => Sid === input.StatementId)) {
    throw conflict(
      `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const statement = statementOf(input, functionArn(context, reference.name, reference.qualifier), context);
  const statements = [...(policy?.statements ?? []), statement];
  state.policies.set(policyKey(reference), { revisionId: revise(state, reference, context), statements });
  return { Statement: JSON.stringify(statement) };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export const removePermission: Operation<RemovePermissionCommandInput, object, LambdaState> = (
  state,
  input,
  context,
) => {
  const reference = readFunctionName(context, 'RemovePermission', input.FunctionName ?? '', input.Qualifier);
  if (!state.functions.has(reference.name)) {
    throw notFound(`No policy found for: ${functionArn(context, reference.name)}`);
  }
  const policy = policyOf(state, reference);
  if (!policy) throw notFound(`No policy is associated with the given resource.`);
  assertRevision(state, reference, input.RevisionId);
  const statements = policy.statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (statements.length === policy.statements.length) {
    throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
  }
  const revisionId = revise(state, reference, context);
  if (statements.length === 0) state.policies.delete(policyKey(reference));
  else state.policies.set(policyKey(reference), { revisionId, statements });
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const getPolicy: Operation<GetPolicyCommandInput, GetPolicyResponse, LambdaState> = (state, input, context) => {
  const reference = readFunctionName(context, 'GetPolicy', input.FunctionName ?? '', input.Qualifier);
  if (!state.functions.has(reference.name)) {
    throw functionNotFound(functionArn(context, reference.name, reference.qualifier));
  }
  const policy = policyOf(state, reference);
  if (!policy) throw resourceNotFound();
  return {
    Policy: JSON.stringify(policyDocumentOf(policy)),
    RevisionId: revisionOf(state, reference),
  };
};

/** Policies have the revision of what they are of. */
function assertRevision(state: LambdaState, reference: FunctionReference, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== revisionOf(state, reference)) throw revisionMismatch('GetPolicy');
}

/** As AWS keeps and prints it. */
export const policyDocumentOf = ({ statements }: Policy): PolicyDocument => ({
  Version: '2012-10-17',
  Id: 'default',
  Statement: statements,
});

const policyKey = ({ name, qualifier }: FunctionReference): string => keyOf(name, qualifier ?? latest);

const policyOf = (state: LambdaState, reference: FunctionReference): Policy | undefined =>
  state.policies.get(policyKey(reference));

/** Members in the order in which AWS prints them. */
function statementOf(input: AddPermissionCommandInput, resource: string, context: Context): StatementDocument {
  const condition = conditionOf(input);
  return {
    Sid: input.StatementId ?? '',
    Effect: 'Allow',
    Principal: principalOf(input.Principal ?? '', context.region),
    Action: input.Action ?? '',
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** Services, of which Alexa's alone have another ending. */
const servicePrincipal = /^(?:[a-z0-9.-]+\.amazonaws\.com(\.cn)?|alexa-(?:appkit|connectedhome)\.amazon\.com)$/;

function principalOf(principal: string, region: string): NonNullable<StatementDocument['Principal']> {
  if (principal === '*') return principal;
  if (servicePrincipal.test(principal)) return { Service: principal };
  const partition = region.startsWith('cn-') ? 'aws-cn' : 'aws';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${partition}:iam::${principal}:root` };
  if (/^arn:aws[a-z-]*:(iam|sts):/.test(principal)) return { AWS: principal };
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.');
}

function conditionOf(input: AddPermissionCommandInput): Record<string, Record<string, string>> {
  const equals = {
    ...(input.FunctionUrlAuthType !== undefined && { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType }),
    ...(input.PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
    ...(input.SourceAccount !== undefined && { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.EventSourceToken !== undefined && { 'lambda:EventSourceToken': input.EventSourceToken }),
  };
  return {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(input.InvokedViaFunctionUrl !== undefined && {
      Bool: { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) },
    }),
    ...(input.SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
}
