import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter } from '../errors.ts';
import { groupIn } from '../groups.ts';
import { paginate } from '../paging.ts';
import type { LogGroup, LogsState } from '../state.ts';

/* Indexes of fields make queries faster and cheaper at AWS, and change no answer. */

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs-Field-Indexing.html */
const fieldsMax = 20;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutIndexPolicy.html */
export const putIndexPolicy: Operation<Given<Logs.PutIndexPolicyRequest>, Logs.PutIndexPolicyResponse, LogsState> = (
  state,
  { logGroupIdentifier, policyDocument },
  { clock },
) => {
  const group = groupIn(state, { logGroupIdentifier });
  assertDocument(policyDocument);
  const changed: LogGroup = { ...group, indexPolicy: { document: policyDocument, updatedMs: clock.now() } };
  state.groups.set(group.name, changed);
  const [indexPolicy] = describe(changed);
  return { ...(indexPolicy && { indexPolicy }) };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeIndexPolicies.html */
export const describeIndexPolicies: Operation<
  Given<Logs.DescribeIndexPoliciesRequest>,
  Logs.DescribeIndexPoliciesResponse,
  LogsState
> = (state, { logGroupIdentifiers, nextToken }) => {
  const policies = logGroupIdentifiers.flatMap((logGroupIdentifier) =>
    describe(groupIn(state, { logGroupIdentifier })),
  );
  const { items, next } = paginate(policies, { nextToken }, ({ logGroupIdentifier = '' }) => logGroupIdentifier);
  return { indexPolicies: [...items], ...next };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteIndexPolicy.html */
export const deleteIndexPolicy: Operation<Given<Logs.DeleteIndexPolicyRequest>, object, LogsState> = (
  state,
  { logGroupIdentifier },
) => {
  const { indexPolicy: _removed, ...group } = groupIn(state, { logGroupIdentifier });
  state.groups.set(group.name, group);
  return {};
};

/** `{ "Fields": ["requestId"] }`, or `{ "FieldsV2": { "requestId": { "type": "FIELD_INDEX" } } }` with types. */
function assertDocument(text: string): void {
  const { Fields: fields, FieldsV2: typed } = parseJsonObject(text) ?? {};
  const names = isJsonObject(typed) ? Object.keys(typed) : fields;
  const isList = Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '');
  if (!isList || names.length === 0) throw invalidParameter('The policy document must name the fields to index.');
  if (names.length > fieldsMax) throw invalidParameter(`An index policy can name at most ${fieldsMax} fields.`);
}

const describe = ({ arn, indexPolicy }: LogGroup): Logs.IndexPolicy[] =>
  indexPolicy
    ? [
        {
          logGroupIdentifier: arn,
          lastUpdateTime: indexPolicy.updatedMs,
          policyDocument: indexPolicy.document,
          source: 'LOG_GROUP',
        },
      ]
    : [];
