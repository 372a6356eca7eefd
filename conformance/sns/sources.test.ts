import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });

/** A topic behind a rule, with the phone that gets its messages. */
async function makeRule(Policy?: object): Promise<void> {
  const sns = target.client(SNSClient);
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 't' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: '+12065550100' }));
  if (Policy) {
    const AttributeValue = JSON.stringify(Policy);
    await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
  }
  const events = target.client(EventBridgeClient);
  await events.send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["shop"]}' }));
  await events.send(new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: 'topic', Arn: TopicArn, Input: '"sold"' }] }));
}

async function bodiesAfterEvent(): Promise<readonly string[]> {
  const Entries = [{ Source: 'shop', DetailType: 'sold', Detail: '{}' }];
  await target.client(EventBridgeClient).send(new PutEventsCommand({ Entries }));
  await target.cloud.clock.advance('1s');
  const headers = { 'x-squall': '1' };
  const response = await fetch(`${target.cloud.endpoint}/_squall/sns/outbox`, { headers });
  const { messages } = (await response.json()) as { readonly messages: readonly { readonly body: string }[] };
  return messages.map(({ body }) => body);
}

const allowing = (Condition: object) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: 'arn:aws:sns:us-east-1:000000000000:t',
      Condition,
    },
  ],
});
const ruleArn = (name: string) => ({
  ArnEquals: { 'aws:SourceArn': `arn:aws:events:us-east-1:000000000000:rule/${name}` },
});

it.each<[string, object | undefined, readonly string[]]>([
  ['may publish to a topic whose policy names it', allowing(ruleArn('r')), ['"sold"']],
  ['may not publish to a topic whose policy names another one', allowing(ruleArn('other')), []],
  ['may not publish to a topic that has its first policy', undefined, []],
])('a rule %s', async (_name, policy, expected) => {
  await makeRule(policy);

  expect(await bodiesAfterEvent()).toEqual(expected);
});
