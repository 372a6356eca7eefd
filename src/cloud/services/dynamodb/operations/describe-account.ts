import type { DescribeEndpointsCommandInput, DescribeLimitsCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import type { DynamoState } from '../state.ts';
import { tableUnitsMax } from '../tables/capacity.ts';

/** AWS: the default quota of an account's capacity units in a region. */
const accountUnitsMax = 80_000;
/** AWS: how long a client may remember an endpoint. */
const endpointCacheMinutes = 1440;

/**
 * The default quotas of an account; of these, only the table's own are enforced here.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html
 */
export const describeLimits: Operation<DescribeLimitsCommandInput, object, DynamoState> = () => ({
  AccountMaxReadCapacityUnits: accountUnitsMax,
  AccountMaxWriteCapacityUnits: accountUnitsMax,
  TableMaxReadCapacityUnits: tableUnitsMax,
  TableMaxWriteCapacityUnits: tableUnitsMax,
});

/**
 * Names ourselves: a client that discovers endpoints must stay here.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html
 */
export const describeEndpoints: Operation<DescribeEndpointsCommandInput, object, DynamoState> = (
  _state,
  _input,
  context,
) => ({
  Endpoints: [{ Address: new URL(context.endpoint).host, CachePeriodInMinutes: endpointCacheMinutes }],
});
