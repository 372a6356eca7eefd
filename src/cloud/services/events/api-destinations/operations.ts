import type * as Sdk from '@aws-sdk/client-eventbridge';
import { formatArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import {
  connectionArnNotFound,
  destinationExists,
  destinationNotFound,
  invalidToken,
  validation,
} from '../connections/errors.ts';
import { retrieveConnectionCredentials } from '../connections/retrieve-credentials.ts';
import type { ApiDestination, ConnectionsState } from '../connections/state.ts';
import { connectionAt } from './find-destination.ts';
import { invokeApiDestination } from './invoke-api-destination.ts';

type Op<Input, Output> = Operation<Given<Input>, Output, ConnectionsState>;

const rateDefault = 300;

const find = (state: ConnectionsState, name: string): ApiDestination =>
  state.apiDestinations.get(name) ?? raise(destinationNotFound(name));

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
const createApiDestination: Op<Sdk.CreateApiDestinationRequest, Sdk.CreateApiDestinationResponse> = (
  state,
  input,
  context,
) => {
  const { Name: name, ConnectionArn, InvocationEndpoint } = input;
  if (state.apiDestinations.has(name)) throw destinationExists(name);
  assertEndpoint(InvocationEndpoint);
  if (!connectionAt(state, ConnectionArn)) throw connectionArnNotFound(ConnectionArn);
  const { account, region, random, clock } = context;
  const nowMs = clock.now();
  const destination: ApiDestination = {
    name,
    arn: formatArn({ service: 'events', region, account, resource: `api-destination/${name}/${random.uuid()}` }),
    ...(input.Description !== undefined && { description: input.Description }),
    connectionArn: ConnectionArn,
    endpoint: InvocationEndpoint,
    method: input.HttpMethod,
    ratePerSecond: input.InvocationRateLimitPerSecond ?? rateDefault,
    createdMs: nowMs,
    modifiedMs: nowMs,
  };
  state.apiDestinations.set(name, destination);
  return summarize(state, destination);
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateApiDestination.html */
const updateApiDestination: Op<Sdk.UpdateApiDestinationRequest, Sdk.UpdateApiDestinationResponse> = (
  state,
  input,
  context,
) => {
  const former = find(state, input.Name);
  const { ConnectionArn = former.connectionArn, InvocationEndpoint = former.endpoint } = input;
  assertEndpoint(InvocationEndpoint);
  if (!connectionAt(state, ConnectionArn)) throw connectionArnNotFound(ConnectionArn);
  const changed: ApiDestination = {
    ...former,
    ...(input.Description !== undefined && { description: input.Description }),
    connectionArn: ConnectionArn,
    endpoint: InvocationEndpoint,
    method: input.HttpMethod ?? former.method,
    ratePerSecond: input.InvocationRateLimitPerSecond ?? former.ratePerSecond,
    modifiedMs: context.clock.now(),
  };
  state.apiDestinations.set(former.name, changed);
  return summarize(state, changed);
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeApiDestination.html */
const describeApiDestination: Op<Sdk.DescribeApiDestinationRequest, Sdk.DescribeApiDestinationResponse> = (
  state,
  { Name },
) => {
  const destination = find(state, Name);
  const { description } = destination;
  return { ...listed(state, destination), ...(description !== undefined && { Description: description }) };
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteApiDestination.html */
const deleteApiDestination: Op<Sdk.DeleteApiDestinationRequest, object> = (state, { Name }) => {
  find(state, Name);
  state.apiDestinations.delete(Name);
  return {};
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListApiDestinations.html */
const listApiDestinations: Op<Sdk.ListApiDestinationsRequest, Sdk.ListApiDestinationsResponse> = (
  state,
  { NamePrefix = '', ConnectionArn, Limit = 100, NextToken: token },
) => {
  const found = [...state.apiDestinations.values()].filter(
    ({ name, connectionArn }) => name.startsWith(NamePrefix) && (ConnectionArn ?? connectionArn) === connectionArn,
  );
  const { items, next } = pageOf(found, { limit: Limit, token, keyOf: ({ name }) => name, invalidToken });
  return {
    ApiDestinations: items.map((destination) => listed(state, destination)),
    ...(next !== undefined && { NextToken: next }),
  };
};

/** On AWS it must be HTTPS; what is tried out on this machine mostly is not. */
function assertEndpoint(endpoint: string): void {
  if (!/^https?:\/\/[^/]/.test(endpoint)) {
    throw validation('Parameter InvocationEndpoint is not valid. Reason: It must be an HTTPS URL.');
  }
}

const summarize = (state: ConnectionsState, { arn, connectionArn, createdMs, modifiedMs }: ApiDestination) => ({
  ApiDestinationArn: arn,
  ApiDestinationState:
    connectionAt(state, connectionArn)?.state === 'DEAUTHORIZED' || !connectionAt(state, connectionArn)
      ? ('INACTIVE' as const)
      : ('ACTIVE' as const),
  CreationTime: new Date(createdMs),
  LastModifiedTime: new Date(modifiedMs),
});

const listed = (state: ConnectionsState, destination: ApiDestination): Sdk.ApiDestination => ({
  ...summarize(state, destination),
  Name: destination.name,
  ConnectionArn: destination.connectionArn,
  InvocationEndpoint: destination.endpoint,
  HttpMethod: destination.method as Sdk.ApiDestinationHttpMethod,
  InvocationRateLimitPerSecond: destination.ratePerSecond,
});

/** By name, as the service's contents page takes them. */
export const apiDestinationOperations = {
  CreateApiDestination: createApiDestination,
  UpdateApiDestination: updateApiDestination,
  DescribeApiDestination: describeApiDestination,
  DeleteApiDestination: deleteApiDestination,
  ListApiDestinations: listApiDestinations,
  // Ours: how targets, pipes and state machines reach it; the wire does not know it.
  InvokeApiDestination: invokeApiDestination,
  RetrieveConnectionCredentials: retrieveConnectionCredentials,
};
