import type {
  DescribeKinesisStreamingDestinationCommandInput,
  DisableKinesisStreamingDestinationCommandInput,
  EnableKinesisStreamingDestinationCommandInput,
  UpdateKinesisStreamingDestinationCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import type { InputShape } from '../../../service-kit/shapes.ts';
import { destinationActive, destinationInactive } from '../errors/backup-errors.ts';
import type { DynamoState, KinesisDestination, Table } from '../state.ts';
import { checkInput } from '../tables/check-input.ts';
import { findTable } from '../tables/find-table.ts';

/* Where a table's changes would go: kept and told. There is no Kinesis here, so nothing is sent. */

const shape: InputShape = { TableName: {}, StreamArn: { required: true, min: 37, max: 1024 } };

const keyOf = (table: Table, streamArn: string): string => `${table.id}/${streamArn}`;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_EnableKinesisStreamingDestination.html */
export const enableKinesisStreamingDestination: Operation<
  EnableKinesisStreamingDestinationCommandInput,
  object,
  DynamoState
> = (state, input, context) => {
  checkInput(input, shape);
  const { StreamArn = '', EnableKinesisStreamingConfiguration: configuration } = input;
  const table = findTable(state, input.TableName ?? '', context);
  const key = keyOf(table, StreamArn);
  if (state.destinations.get(key)?.status === 'ACTIVE') throw destinationActive();
  const precision = configuration?.ApproximateCreationDateTimePrecision;
  state.destinations.set(key, { streamArn: StreamArn, status: 'ACTIVE', ...(precision && { precision }) });
  return {
    TableName: table.name,
    StreamArn,
    DestinationStatus: 'ENABLING',
    ...(configuration && { EnableKinesisStreamingConfiguration: configuration }),
  };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DisableKinesisStreamingDestination.html */
export const disableKinesisStreamingDestination: Operation<
  DisableKinesisStreamingDestinationCommandInput,
  object,
  DynamoState
> = (state, input, context) => {
  checkInput(input, shape);
  const { StreamArn = '' } = input;
  const table = findTable(state, input.TableName ?? '', context);
  const destination = active(state, table, StreamArn);
  state.destinations.set(keyOf(table, StreamArn), { ...destination, status: 'DISABLED' });
  return { TableName: table.name, StreamArn, DestinationStatus: 'DISABLING' };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateKinesisStreamingDestination.html */
export const updateKinesisStreamingDestination: Operation<
  UpdateKinesisStreamingDestinationCommandInput,
  object,
  DynamoState
> = (state, input, context) => {
  checkInput(input, shape);
  const { StreamArn = '', UpdateKinesisStreamingConfiguration: configuration } = input;
  const table = findTable(state, input.TableName ?? '', context);
  const destination = active(state, table, StreamArn);
  const precision = configuration?.ApproximateCreationDateTimePrecision;
  state.destinations.set(keyOf(table, StreamArn), { ...destination, ...(precision && { precision }) });
  return {
    TableName: table.name,
    StreamArn,
    DestinationStatus: 'UPDATING',
    ...(configuration && { UpdateKinesisStreamingConfiguration: configuration }),
  };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeKinesisStreamingDestination.html */
export const describeKinesisStreamingDestination: Operation<
  DescribeKinesisStreamingDestinationCommandInput,
  object,
  DynamoState
> = (state, input, context) => {
  checkInput(input, { TableName: {} });
  const table = findTable(state, input.TableName ?? '', context);
  const prefix = `${table.id}/`;
  return {
    TableName: table.name,
    KinesisDataStreamDestinations: [...state.destinations.values({ from: prefix, before: `${prefix}~` })].map(
      ({ streamArn, status, precision }) => ({
        StreamArn: streamArn,
        DestinationStatus: status,
        ...(precision && { ApproximateCreationDateTimePrecision: precision }),
      }),
    ),
  };
};

function active(state: DynamoState, table: Table, streamArn: string): KinesisDestination {
  const destination = state.destinations.get(keyOf(table, streamArn));
  if (destination?.status !== 'ACTIVE') throw destinationInactive();
  return destination;
}
