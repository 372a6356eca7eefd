import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { globalAgent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTopicCommand,
  PublishCommand,
  type PublishInput,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import MessageValidator from 'sns-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { startReceiver } from './http-receiver.ts';

const directory = mkdtempSync(join(tmpdir(), 'squall-sns-'));
afterAll(() => rmSync(directory, { recursive: true }));
const target = useCloud({ clock: 'virtual', tls: { directory } });

// The validator fetches certificates by the agent that all of a process share.
beforeAll(() => {
  globalAgent.options.ca = readFileSync(target.cloud.tls?.authorityFile ?? '');
});
afterAll(() => {
  delete globalAgent.options.ca;
});

/** As apps check what comes, with our host in the place of AWS's. */
function validated(body: string): Promise<Record<string, unknown> | undefined> {
  const validator = new MessageValidator(/^127\.0\.0\.1:\d+$/);
  return new Promise((resolve, reject) => {
    validator.validate(body, (error, message) => (error ? reject(error) : resolve(message)));
  });
}

/** What a confirmed endpoint gets of a message, after the request to confirm. */
async function posted(SignatureVersion: string, message: Omit<PublishInput, 'TopicArn'>): Promise<readonly string[]> {
  const sns = target.client(SNSClient);
  const topic = await sns.send(new CreateTopicCommand({ Name: 't', Attributes: { SignatureVersion } }));
  const TopicArn = topic.TopicArn ?? '';
  await using receiver = await startReceiver();
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: receiver.url }));
  await target.cloud.clock.advance(1);
  const [asked] = await receiver.untilReceived(1);
  await fetch(JSON.parse(asked?.body ?? '').SubscribeURL);
  await sns.send(new PublishCommand({ TopicArn, ...message }));
  await target.cloud.clock.advance(1);
  return (await receiver.untilReceived(2)).map(({ body }) => body);
}

describe.each(['1', '2'])("AWS's sns-validator, with signatures of version %s", (version) => {
  it.each<[string, Omit<PublishInput, 'TopicArn'>]>([
    ['a message', { Message: 'hello' }],
    ['a subject, and what is no ASCII', { Message: 'grüß "dich"\n', Subject: 'Ünïcode' }],
    ['attributes', { Message: '{}', MessageAttributes: { a: { DataType: 'String', StringValue: 'x' } } }],
  ])('accepts %s and the request to confirm before it', async (_name, message) => {
    const [asked = '', told = ''] = await posted(version, message);

    expect(await validated(asked)).toMatchObject({ Type: 'SubscriptionConfirmation', SignatureVersion: version });
    expect(await validated(told)).toMatchObject({ Type: 'Notification', Message: message.Message });
  });

  it('refuses a message that was changed on its way', async () => {
    const [, told = ''] = await posted(version, { Message: 'hello' });

    await expect(validated(told.replace('hello', 'hullo'))).rejects.toThrow('The message signature is invalid.');
  });
});
