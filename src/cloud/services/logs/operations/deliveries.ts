import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { formatArn, parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { conflict, resourceNotFound, validation } from '../errors.ts';
import { paginate } from '../paging.ts';
import type { Delivery, DeliveryDestination, DeliverySource, LogsState } from '../state.ts';

/* Deliveries of vended logs: kept and told, as no service here vends any. */

const arnOf = (kind: string, name: string, { region, account }: Context): string =>
  formatArn({ service: 'logs', region, account, resource: `${kind}:${name}` });

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html */
export const putDeliverySource: Operation<
  Given<Logs.PutDeliverySourceRequest>,
  Logs.PutDeliverySourceResponse,
  LogsState
> = (state, { name, resourceArn, logType, tags }, context) => {
  const service = parseArn(resourceArn)?.service;
  if (service === undefined) throw validation(`${resourceArn} is not a valid ARN.`);
  const before = state.deliverySources.get(name);
  const source: DeliverySource = {
    name,
    arn: arnOf('delivery-source', name, context),
    resourceArns: [resourceArn],
    service,
    logType,
    tags: before?.tags ?? tags ?? {},
  };
  state.deliverySources.set(name, source);
  return { deliverySource: describeSource(source) };
};

const describeSource = ({ resourceArns, tags, ...source }: DeliverySource): Logs.DeliverySource => ({
  ...source,
  resourceArns: [...resourceArns],
  ...(Object.keys(tags).length > 0 && { tags: { ...tags } }),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetDeliverySource.html */
export const getDeliverySource: Operation<
  Given<Logs.GetDeliverySourceRequest>,
  Logs.GetDeliverySourceResponse,
  LogsState
> = (state, { name }) => ({
  deliverySource: describeSource(state.deliverySources.get(name) ?? raise(resourceNotFound())),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDeliverySources.html */
export const describeDeliverySources: Operation<
  Given<Logs.DescribeDeliverySourcesRequest>,
  Logs.DescribeDeliverySourcesResponse,
  LogsState
> = (state, input) => {
  const { items, next } = paginate(state.deliverySources.values(), input, ({ name }) => name);
  return { deliverySources: items.map(describeSource), ...next };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDeliverySource.html */
export const deleteDeliverySource: Operation<Given<Logs.DeleteDeliverySourceRequest>, object, LogsState> = (
  state,
  { name },
) => {
  if (!state.deliverySources.has(name)) throw resourceNotFound();
  assertUnused(state, (delivery) => delivery.deliverySourceName === name);
  state.deliverySources.delete(name);
  return {};
};

const destinationTypes: Readonly<Record<string, DeliveryDestination['deliveryDestinationType']>> = {
  firehose: 'FH',
  logs: 'CWL',
  s3: 'S3',
  xray: 'XRAY',
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliveryDestination.html */
export const putDeliveryDestination: Operation<
  Given<Logs.PutDeliveryDestinationRequest>,
  Logs.PutDeliveryDestinationResponse,
  LogsState
> = (state, input, context) => {
  const { name, outputFormat, deliveryDestinationConfiguration, tags } = input;
  const resourceArn = deliveryDestinationConfiguration?.destinationResourceArn;
  const type = input.deliveryDestinationType ?? destinationTypes[parseArn(resourceArn ?? '')?.service ?? ''];
  if (type === undefined) throw validation('The destination must be a log group, a bucket or a delivery stream.');
  const before = state.deliveryDestinations.get(name);
  const destination: DeliveryDestination = {
    name,
    arn: arnOf('delivery-destination', name, context),
    deliveryDestinationType: type,
    ...(outputFormat !== undefined && { outputFormat }),
    ...(resourceArn !== undefined && { resourceArn }),
    tags: before?.tags ?? tags ?? {},
  };
  state.deliveryDestinations.set(name, destination);
  return { deliveryDestination: describeDestination(destination) };
};

const describeDestination = ({ resourceArn, tags, ...rest }: DeliveryDestination): Logs.DeliveryDestination => ({
  ...rest,
  ...(resourceArn !== undefined && { deliveryDestinationConfiguration: { destinationResourceArn: resourceArn } }),
  ...(Object.keys(tags).length > 0 && { tags: { ...tags } }),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetDeliveryDestination.html */
export const getDeliveryDestination: Operation<
  Given<Logs.GetDeliveryDestinationRequest>,
  Logs.GetDeliveryDestinationResponse,
  LogsState
> = (state, { name }) => ({
  deliveryDestination: describeDestination(state.deliveryDestinations.get(name) ?? raise(resourceNotFound())),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDeliveryDestinations.html */
export const describeDeliveryDestinations: Operation<
  Given<Logs.DescribeDeliveryDestinationsRequest>,
  Logs.DescribeDeliveryDestinationsResponse,
  LogsState
> = (state, input) => {
  const { items, next } = paginate(state.deliveryDestinations.values(), input, ({ name }) => name);
  return { deliveryDestinations: items.map(describeDestination), ...next };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDeliveryDestination.html */
export const deleteDeliveryDestination: Operation<Given<Logs.DeleteDeliveryDestinationRequest>, object, LogsState> = (
  state,
  { name },
) => {
  const { arn } = state.deliveryDestinations.get(name) ?? raise(resourceNotFound());
  assertUnused(state, (delivery) => delivery.deliveryDestinationArn === arn);
  state.deliveryDestinations.delete(name);
  return {};
};

function assertUnused(state: LogsState, uses: (delivery: Delivery) => boolean): void {
  if ([...state.deliveries.values()].some(uses))
    throw conflict('It is part of a delivery, which must be deleted first.');
}

const idLength = 16;
const idAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateDelivery.html */
export const createDelivery: Operation<Given<Logs.CreateDeliveryRequest>, Logs.CreateDeliveryResponse, LogsState> = (
  state,
  input,
  context,
) => {
  const { deliverySourceName, deliveryDestinationArn, tags = {} } = input;
  const isDestination = ({ arn }: DeliveryDestination) => arn === deliveryDestinationArn;
  const destination = [...state.deliveryDestinations.values()].find(isDestination);
  if (!state.deliverySources.has(deliverySourceName) || !destination) throw resourceNotFound();
  const isSame = (one: Delivery) =>
    one.deliverySourceName === deliverySourceName && one.deliveryDestinationArn === deliveryDestinationArn;
  if ([...state.deliveries.values()].some(isSame)) throw conflict('Delivery already exists');
  const id = context.random.text(idLength, idAlphabet);
  const delivery: Delivery = {
    id,
    arn: arnOf('delivery', id, context),
    deliverySourceName,
    deliveryDestinationArn,
    deliveryDestinationType: destination.deliveryDestinationType,
    ...formOf(input),
    tags,
  };
  state.deliveries.set(id, delivery);
  return { delivery: describeDelivery(delivery) };
};

interface Form {
  readonly recordFields?: readonly string[] | undefined;
  readonly fieldDelimiter?: string | undefined;
  readonly s3DeliveryConfiguration?: Logs.S3DeliveryConfiguration | undefined;
}

/** How records are written. */
const formOf = ({ recordFields, fieldDelimiter, s3DeliveryConfiguration: s3 }: Form): Partial<Delivery> => ({
  ...(recordFields && { recordFields }),
  ...(fieldDelimiter !== undefined && { fieldDelimiter }),
  ...(s3 && {
    s3: {
      ...(s3.suffixPath !== undefined && { suffixPath: s3.suffixPath }),
      ...(s3.enableHiveCompatiblePath !== undefined && { enableHiveCompatiblePath: s3.enableHiveCompatiblePath }),
    },
  }),
});

/** What is not given stays; https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UpdateDeliveryConfiguration.html */
export const updateDeliveryConfiguration: Operation<
  Given<Logs.UpdateDeliveryConfigurationRequest>,
  object,
  LogsState
> = (state, input) => {
  const delivery = state.deliveries.get(input.id) ?? raise(resourceNotFound());
  state.deliveries.set(delivery.id, { ...delivery, ...formOf(input) });
  return {};
};

const describeDelivery = ({ recordFields, tags, s3, ...delivery }: Delivery): Logs.Delivery => ({
  ...delivery,
  ...(recordFields && { recordFields: [...recordFields] }),
  ...(s3 && { s3DeliveryConfiguration: { ...s3 } }),
  ...(Object.keys(tags).length > 0 && { tags: { ...tags } }),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetDelivery.html */
export const getDelivery: Operation<Given<Logs.GetDeliveryRequest>, Logs.GetDeliveryResponse, LogsState> = (
  state,
  { id },
) => ({ delivery: describeDelivery(state.deliveries.get(id) ?? raise(resourceNotFound())) });

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDeliveries.html */
export const describeDeliveries: Operation<
  Given<Logs.DescribeDeliveriesRequest>,
  Logs.DescribeDeliveriesResponse,
  LogsState
> = (state, input) => {
  const { items, next } = paginate(state.deliveries.values(), input, ({ id }) => id);
  return { deliveries: items.map(describeDelivery), ...next };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDelivery.html */
export const deleteDelivery: Operation<Given<Logs.DeleteDeliveryRequest>, object, LogsState> = (state, { id }) => {
  if (!state.deliveries.delete(id)) throw resourceNotFound();
  return {};
};
