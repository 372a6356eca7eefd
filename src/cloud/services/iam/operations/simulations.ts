import type * as Iam from '@aws-sdk/client-iam';
import { parseArn } from '../../../kernel/arns.ts';
import { type Evaluation, evaluate, type Policies } from '../../../policy/evaluate.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { PolicySyntaxError } from '../../../policy/policy-syntax-error.ts';
import type { Principal } from '../../../policy/principal.ts';
import { type ContextValue, requestContext } from '../../../policy/request-context.ts';
import type { Policy } from '../../../policy/statement.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findGroup, findRole, findUser } from '../entities/entities.ts';
import { invalidInput } from '../errors.ts';
import { paginate } from '../paging.ts';
import { policiesOfEntity } from '../policies/caller-policies.ts';
import { managedDocument, policyNameOf } from '../policies/policies.ts';
import type { Entity, IamState } from '../state.ts';

type Input = Given<Iam.SimulateCustomPolicyRequest>;

/** A policy with the name by which a result tells it. */
interface Named {
  readonly id: string;
  readonly policy: Policy;
}

interface Simulated {
  readonly principal: Principal;
  readonly policies: readonly Named[];
  readonly boundary: Policy | undefined;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
export const simulateCustomPolicy: Operation<Input, Iam.SimulatePolicyResponse, IamState> = (_state, input, context) =>
  simulate(
    { principal: principalOf(input, context), policies: given(input), boundary: boundaryIn(input) },
    input,
    context,
  );

/** With the policies that a user, a group or a role has; https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const simulatePrincipalPolicy: Operation<
  Given<Iam.SimulatePrincipalPolicyRequest>,
  Iam.SimulatePolicyResponse,
  IamState
> = (state, input, context) => {
  const entity = entityOf(state, input.PolicySourceArn);
  const own = policiesOfEntity(entity, state).flatMap(({ name, document }): Named[] =>
    document === undefined ? [] : [{ id: policyNameOf(name), policy: parse(document) }],
  );
  const arn = 'permissionsBoundary' in entity ? (entity.permissionsBoundary as string | undefined) : undefined;
  const document = arn === undefined ? undefined : managedDocument(arn, state);
  const boundary = boundaryIn(input) ?? (document === undefined ? undefined : parse(document));
  const principal: Principal = { kind: 'user', account: context.account, arn: entity.arn };
  return simulate({ principal, policies: [...own, ...given(input)], boundary }, input, context);
};

function entityOf(state: IamState, arn: string): Entity {
  const [kind, ...rest] = (parseArn(arn)?.resource ?? '').split('/');
  const name = rest.at(-1) ?? '';
  if (kind === 'user') return findUser(state, name);
  if (kind === 'role') return findRole(state, name);
  if (kind === 'group') return findGroup(state, name);
  throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
}

type Conditions = Pick<Iam.SimulateCustomPolicyRequest, 'PermissionsBoundaryPolicyInputList'> & {
  readonly PolicyInputList?: string[] | undefined;
};

const given = ({ PolicyInputList = [] }: Conditions): Named[] =>
  PolicyInputList.map((document, index) => ({
    id: `PolicyInputList.${index + 1}`,
    policy: parse(document),
  }));

function boundaryIn({ PermissionsBoundaryPolicyInputList: [document] = [] }: Conditions): Policy | undefined {
  return document === undefined ? undefined : parse(document);
}

const principalOf = ({ CallerArn }: Input, { account }: Context): Principal => ({
  kind: 'user',
  account,
  arn: CallerArn ?? `arn:aws:iam::${account}:user/simulated`,
});

function parse(document: string): Policy {
  try {
    return parsePolicy(document);
  } catch (error) {
    throw error instanceof PolicySyntaxError ? invalidInput('Syntax errors in policy.') : error;
  }
}

type Asked = Pick<
  Iam.SimulateCustomPolicyRequest,
  'ActionNames' | 'ContextEntries' | 'Marker' | 'MaxItems' | 'ResourceArns' | 'ResourceOwner' | 'ResourcePolicy'
>;

function simulate(simulated: Simulated, asked: Asked, context: Context): Iam.SimulatePolicyResponse {
  const resources = asked.ResourceArns?.length ? asked.ResourceArns : ['*'];
  const cases = (asked.ActionNames ?? []).flatMap((action) => resources.map((resource) => ({ action, resource })));
  const results = cases.map((each) => judge(each, simulated, asked, context));
  const keyOf = (result: Iam.EvaluationResult) => `${result.EvalActionName} ${result.EvalResourceName}`;
  const { items, page } = paginate(results, asked, keyOf);
  return { EvaluationResults: items, ...page };
}

interface Case {
  readonly action: string;
  readonly resource: string;
}

function judge({ action, resource }: Case, simulated: Simulated, asked: Asked, context: Context): Iam.EvaluationResult {
  const policies: Policies = {
    identity: simulated.policies.map(({ policy }) => policy),
    boundary: simulated.boundary,
    resource: asked.ResourcePolicy === undefined ? undefined : parse(asked.ResourcePolicy),
  };
  const keys = contextKeys(asked.ContextEntries ?? []);
  const request = {
    principal: simulated.principal,
    action,
    resources: [resource],
    resourceAccount: parseArn(asked.ResourceOwner ?? '')?.account ?? context.account,
    context: requestContext(keys, context.clock.now()),
  };
  const evaluation = evaluate(request, policies);
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: evaluation.decision === 'allow' ? 'allowed' : evaluation.decision,
    MatchedStatements: matchedBy(evaluation, simulated.policies),
    MissingContextValues: missingKeys(policies, keys),
    ...(simulated.boundary && {
      PermissionsBoundaryDecisionDetail: {
        AllowedByPermissionsBoundary: !('missing' in evaluation && evaluation.missing === 'boundary'),
      },
    }),
  };
}

function matchedBy(evaluation: Evaluation, policies: readonly Named[]): Iam.Statement[] {
  const by = 'by' in evaluation ? evaluation.by : undefined;
  const named = by?.kind === 'identity' ? policies[by.policy] : undefined;
  return named ? [{ SourcePolicyId: named.id }] : [];
}

const contextKeys = (entries: readonly Iam.ContextEntry[]): Record<string, ContextValue> =>
  Object.fromEntries(
    entries.map(({ ContextKeyName = '', ContextKeyType = '', ContextKeyValues = [] }) => [
      ContextKeyName,
      ContextKeyType.endsWith('List') ? ContextKeyValues : (ContextKeyValues[0] ?? ''),
    ]),
  );

/** Keys that conditions ask for and the request does not have; the time is always known. */
function missingKeys({ identity, boundary, resource }: Policies, keys: Record<string, ContextValue>): string[] {
  const all = [...identity, ...(boundary ? [boundary] : []), ...(resource ? [resource] : [])];
  const asked = all.flatMap(({ statements }) =>
    statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)),
  );
  const known = new Set(['aws:currenttime', 'aws:epochtime', ...Object.keys(keys).map((key) => key.toLowerCase())]);
  return [...new Set(asked)].filter((key) => !known.has(key));
}
