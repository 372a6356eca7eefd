import { DescribeTimeToLiveCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { refusal, validation } from './refusal.ts';
import { createTable } from './table-inputs.ts';

const target = useCloud();

const update = (Enabled: boolean, AttributeName: string) =>
  new UpdateTimeToLiveCommand({ TableName: 'orders', TimeToLiveSpecification: { Enabled, AttributeName } });

async function timeToLive(client: DynamoDBClient) {
  const answer = await client.send(new DescribeTimeToLiveCommand({ TableName: 'orders' }));
  return answer.TimeToLiveDescription;
}

describe('UpdateTimeToLive, DescribeTimeToLive', () => {
  it('is off, on and off again', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    const before = await timeToLive(client);
    const { TimeToLiveSpecification } = await client.send(update(true, 'expires'));
    const on = await timeToLive(client);
    await client.send(update(false, 'expires'));

    expect(before).toEqual({ TimeToLiveStatus: 'DISABLED' });
    expect(TimeToLiveSpecification).toEqual({ Enabled: true, AttributeName: 'expires' });
    expect(on).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    expect(await timeToLive(client)).toEqual({ TimeToLiveStatus: 'DISABLED' });
  });

  it('rejects what is so already, and another attribute while one is on', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    const off = await refusal(client.send(update(false, 'expires')));
    await client.send(update(true, 'expires'));

    expect(off).toEqual(validation('TimeToLive is already disabled'));
    expect(await refusal(client.send(update(true, 'expires')))).toEqual(validation('TimeToLive is already enabled'));
    expect(await refusal(client.send(update(true, 'other')))).toEqual(
      validation('TimeToLive is active on a different AttributeName: current AttributeName is expires'),
    );
  });

  it('rejects an empty attribute name', async () => {
    const client = target.client(DynamoDBClient);

    expect(await refusal(client.send(update(true, '')))).toEqual(
      validation(
        "1 validation error detected: Value '' at 'timeToLiveSpecification.attributeName' failed to satisfy " +
          'constraint: Member must have length greater than or equal to 1',
      ),
    );
  });

  it('rejects a table that is not there', async () => {
    const client = target.client(DynamoDBClient);
    const missing = {
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: orders not found',
    };

    expect(await refusal(client.send(update(true, 'expires')))).toEqual(missing);
    expect(await refusal(timeToLive(client))).toEqual(missing);
  });
});
