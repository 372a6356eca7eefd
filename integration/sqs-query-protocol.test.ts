import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

/*
 * SQS in the query protocol, as old clients and API Gateway's integrations speak it: forms, sent to the endpoint or to a
 * queue's own URL, and answers in XML or, for who accepts it, in JSON.
 */

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ log: 'error' });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const authorization =
  'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=00';

async function ask(fields: Readonly<Record<string, string>>, { path = '/', accept = '*/*' } = {}) {
  const response = await fetch(`${cloud.endpoint}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept, authorization },
    body: new URLSearchParams({ ...fields, Version: '2012-11-05' }).toString(),
  });
  const body = (await response.text()).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
  return { status: response.status, type: response.headers.get('content-type'), body };
}

const json = { accept: 'application/json' };
const queue = { path: '/000000000000/orders' };

describe('SQS in the query protocol', () => {
  it('answers XML in the namespace of its version', async () => {
    const made = await ask({ Action: 'CreateQueue', QueueName: 'orders' });
    const empty = await ask({ Action: 'ReceiveMessage' }, queue);
    const deleted = await ask({ Action: 'DeleteQueue' }, queue);

    expect(made).toMatchObject({ status: 200, type: 'text/xml' });
    expect(made.body).toBe(
      '<?xml version="1.0"?><CreateQueueResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">' +
        `<CreateQueueResult><QueueUrl>${cloud.endpoint}/000000000000/orders</QueueUrl></CreateQueueResult>` +
        '<ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></CreateQueueResponse>',
    );
    expect(empty.body).toContain('2012-11-05/"><ReceiveMessageResult/><ResponseMetadata>');
    expect(deleted.body).toContain('2012-11-05/"><ResponseMetadata>');
  });

  it('tells a queue that is not there in the words of that version', async () => {
    const answer = await ask({ Action: 'GetQueueUrl', QueueName: 'orders' });

    expect(answer).toMatchObject({ status: 400, type: 'text/xml' });
    expect(answer.body).toBe(
      '<?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error>' +
        '<Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>' +
        '<Message>The specified queue does not exist for this wsdl version.</Message><Detail/></Error>' +
        '<RequestId>ID</RequestId></ErrorResponse>',
    );
  });

  it('answers JSON to who accepts it, with null for what is not there', async () => {
    await ask({ Action: 'CreateQueue', QueueName: 'orders' });

    const sent = await ask({ Action: 'SendMessage', MessageBody: 'one' }, { ...queue, ...json });
    const listed = await ask({ Action: 'ListQueues', QueueNamePrefix: 'none' }, json);
    const attributes = await ask(
      { Action: 'GetQueueAttributes', 'AttributeName.1': 'DelaySeconds' },
      { ...queue, ...json },
    );

    expect(sent).toMatchObject({ status: 200, type: 'application/json' });
    expect(JSON.parse(sent.body)).toEqual({
      SendMessageResponse: {
        SendMessageResult: {
          MD5OfMessageBody: 'f97c5d29941bfb1b2fdab0874906ab82',
          MD5OfMessageAttributes: null,
          MD5OfMessageSystemAttributes: null,
          MessageId: 'ID',
          SequenceNumber: null,
        },
        ResponseMetadata: { RequestId: 'ID' },
      },
    });
    expect(JSON.parse(listed.body)).toMatchObject({
      ListQueuesResponse: { ListQueuesResult: { queueUrls: null, NextToken: null } },
    });
    expect(JSON.parse(attributes.body)).toMatchObject({
      GetQueueAttributesResponse: {
        GetQueueAttributesResult: { Attributes: [{ Name: 'DelaySeconds', Value: '0' }] },
      },
    });
  });

  it('answers errors in JSON, too', async () => {
    const answer = await ask({ Action: 'ReceiveMessage' }, { ...queue, ...json });

    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toEqual({
      Error: {
        Type: 'Sender',
        Code: 'AWS.SimpleQueueService.NonExistentQueue',
        Message: 'The specified queue does not exist for this wsdl version.',
      },
      RequestId: 'ID',
    });
  });
});
