import type {
  DeleteDashboardsInput,
  GetDashboardInput,
  GetDashboardOutput,
  ListDashboardsInput,
  ListDashboardsOutput,
  PutDashboardInput,
  PutDashboardOutput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError, raise } from '../../../kernel/errors.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { dashboardNotFound, invalidNextToken, invalidParameterValue } from '../errors.ts';
import type { CloudWatchState } from '../state.ts';

const pageSize = 1000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
export const putDashboard: Operation<Given<PutDashboardInput>, PutDashboardOutput, CloudWatchState> = (
  state,
  input,
  context,
) => {
  assertName(input.DashboardName);
  assertBody(input.DashboardBody);
  const before = state.dashboards.get(input.DashboardName);
  state.dashboards.set(input.DashboardName, {
    name: input.DashboardName,
    // Dashboards belong to the account, not to a region.
    arn: `arn:aws:cloudwatch::${context.account}:dashboard/${input.DashboardName}`,
    body: input.DashboardBody,
    modifiedMs: context.clock.now(),
    tags: before?.tags ?? tagRecord(input.Tags ?? []),
  });
  return { DashboardValidationMessages: [] };
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
const nameMax = 255;

function assertName(name: string): void {
  if (name.length > nameMax) {
    throw invalidParameterValue(
      `The value for field DashboardName must be less than or equal to ${nameMax} characters.`,
    );
  }
  if (/^[\w-]+$/.test(name)) return;
  throw invalidParameterValue(
    'The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n',
  );
}

function assertBody(body: string): void {
  const document = parseJsonObject(body);
  if (!document) throw invalidBody('The field DashboardBody must be a valid JSON object');
  if (!Array.isArray(document.widgets)) throw invalidBody("Should have required property 'widgets'");
}

function invalidBody(message: string): AwsError {
  return new AwsError('InvalidParameterInput', message, {
    status: 400,
    members: { dashboardValidationMessages: [{ Message: message }] },
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html */
export const getDashboard: Operation<Given<GetDashboardInput>, GetDashboardOutput, CloudWatchState> = (
  state,
  input,
) => {
  const { arn, body, name } =
    state.dashboards.get(input.DashboardName) ?? raise(dashboardNotFound(input.DashboardName));
  return { DashboardArn: arn, DashboardBody: body, DashboardName: name };
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListDashboards.html */
export const listDashboards: Operation<ListDashboardsInput, ListDashboardsOutput, CloudWatchState> = (state, input) => {
  const prefix = input.DashboardNamePrefix ?? '';
  const found = [...state.dashboards.values()].filter(({ name }) => name.startsWith(prefix));
  const { items, next } = pageOf(found, {
    limit: pageSize,
    token: input.NextToken,
    keyOf: ({ name }) => name,
    invalidToken: invalidNextToken,
  });
  return {
    DashboardEntries: items.map(({ name, arn, body, modifiedMs }) => ({
      DashboardName: name,
      DashboardArn: arn,
      LastModified: new Date(modifiedMs),
      Size: Buffer.byteLength(body),
    })),
    ...(next !== undefined && { NextToken: next }),
  };
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteDashboards.html */
export const deleteDashboards: Operation<Given<DeleteDashboardsInput>, object, CloudWatchState> = (state, input) => {
  const missing = input.DashboardNames.find((name) => !state.dashboards.has(name));
  if (missing !== undefined) throw dashboardNotFound(missing);
  for (const name of input.DashboardNames) state.dashboards.delete(name);
  return {};
};
