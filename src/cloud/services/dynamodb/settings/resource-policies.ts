import type {
  DeleteResourcePolicyCommandInput,
  GetResourcePolicyCommandInput,
  PutResourcePolicyCommandInput,
} from '@aws-sdk/client-dynamodb';
import { raise } from '../../../kernel/errors.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';
import { policyChanged, policyMalformed, policyNotFound } from '../errors/backup-errors.ts';
import { streamNotFound } from '../errors/stream-errors.ts';
import type { DynamoState, ResourcePolicy } from '../state.ts';
import { checkNamed } from '../tables/check-input.ts';
import { findTable } from '../tables/find-table.ts';

/* Policies on tables and streams: kept and told; nobody is kept out by them, as by no other policy here. */

const ResourceArn: MemberShape = { required: true, min: 1, max: 1283 };
const revision: MemberShape = { min: 1, max: 255 };
const putShape: InputShape = { ResourceArn, Policy: { required: true }, ExpectedRevisionId: revision };
const getShape: InputShape = { ResourceArn };
const deleteShape: InputShape = { ResourceArn, ExpectedRevisionId: revision };

/** Says that there must be no policy yet. */
const noPolicy = 'NO_POLICY';

/** Throws ResourceNotFoundException for an ARN of no table and no stream. */
function assertThere(state: DynamoState, arn: string, context: Context): string {
  if (!arn.includes('/stream/')) return findTable(state, arn, context).arn;
  if (!state.streams.has(arn)) throw streamNotFound(arn);
  return arn;
}

/** Throws ValidationException for what is no policy. */
export function policyText(given = ''): string {
  if (!parseJsonObject(given)) throw policyMalformed();
  return given;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html */
export const putResourcePolicy: Operation<PutResourcePolicyCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkNamed(input, putShape);
  const arn = assertThere(state, input.ResourceArn ?? '', context);
  const text = policyText(input.Policy);
  const known = state.policies.get(arn);
  assertExpected(known, input.ExpectedRevisionId, arn);
  if (known?.text === text) return { RevisionId: known.revision };
  const policy: ResourcePolicy = { text, revision: String(context.clock.now()), putMs: context.clock.now() };
  state.policies.set(arn, policy);
  return { RevisionId: policy.revision };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html */
export const getResourcePolicy: Operation<GetResourcePolicyCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkNamed(input, getShape);
  const arn = assertThere(state, input.ResourceArn ?? '', context);
  const { text, revision: RevisionId } = state.policies.get(arn) ?? raise(policyNotFound(arn));
  return { Policy: text, RevisionId };
};

/** Deleting what is not there is no error. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy: Operation<DeleteResourcePolicyCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkNamed(input, deleteShape);
  const arn = assertThere(state, input.ResourceArn ?? '', context);
  const known = state.policies.get(arn);
  assertExpected(known, input.ExpectedRevisionId, arn);
  if (!known) return {};
  state.policies.delete(arn);
  return { RevisionId: known.revision };
};

function assertExpected(known: ResourcePolicy | undefined, expected: string | undefined, arn: string): void {
  if (expected === undefined || expected === (known?.revision ?? noPolicy)) return;
  throw policyChanged(arn);
}
