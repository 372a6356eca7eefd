import {
  AddPermissionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  RemovePermissionCommand,
  SetTopicAttributesCommand,
  SNSClient,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let sns: SNSClient;
beforeEach(() => {
  sns = target.client(SNSClient);
});

const arnOf = (name: string) => `arn:aws:sns:us-east-1:000000000000:${name}`;
const create = (Name: string, Attributes?: Record<string, string>) =>
  sns.send(new CreateTopicCommand({ Name, ...(Attributes && { Attributes }) }));
const attributesOf = async (TopicArn: string) =>
  (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes ?? {};
const invalid = (text: string) => ({ name: 'InvalidParameterException', message: `Invalid parameter: ${text}` });

describe('CreateTopic', () => {
  it('answers the ARN, and again for the same topic', async () => {
    const first = await create('orders', { DisplayName: 'Orders' });

    const again = await create('orders');
    const same = await create('orders', { DisplayName: 'Orders' });

    expect(first.TopicArn).toBe(arnOf('orders'));
    expect([again.TopicArn, same.TopicArn]).toEqual([first.TopicArn, first.TopicArn]);
  });

  it('refuses a topic that is there with other attributes or tags', async () => {
    await create('orders', { DisplayName: 'Orders' });

    const other = create('orders', { DisplayName: 'Other' });
    const tagged = sns.send(new CreateTopicCommand({ Name: 'orders', Tags: [{ Key: 'a', Value: 'b' }] }));

    await expect(other).rejects.toMatchObject(
      invalid('Attributes Reason: Topic already exists with different attributes'),
    );
    await expect(tagged).rejects.toMatchObject(invalid('Tags Reason: Topic already exists with different tags'));
  });

  it.each([
    ['a name with blanks', 'my topic', undefined, 'Topic Name'],
    ['a FIFO name without saying so', 'orders.fifo', undefined, 'Topic Name'],
    ['an unknown attribute', 'orders', { Colour: 'red' }, 'Attributes Reason: Unknown attribute Colour'],
    ['a policy that is no JSON', 'orders', { Policy: 'x' }, 'Attributes Reason: Policy Error: null'],
  ])('refuses %s', async (_title, name, attributes, text) => {
    await expect(create(name, attributes)).rejects.toMatchObject(invalid(text));
  });

  it('refuses a FIFO topic whose name does not end in .fifo', async () => {
    await expect(create('orders', { FifoTopic: 'true' })).rejects.toThrow(
      /^Invalid parameter: Fifo Topic names must end with \.fifo/,
    );
  });
});

describe('GetTopicAttributes', () => {
  it('tells what AWS makes of a new topic', async () => {
    const TopicArn = (await create('orders')).TopicArn ?? '';

    const { Policy = '', EffectiveDeliveryPolicy = '', ...rest } = await attributesOf(TopicArn);

    expect(rest).toEqual({
      TopicArn,
      Owner: '000000000000',
      DisplayName: '',
      SubscriptionsConfirmed: '0',
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
    });
    expect(JSON.parse(Policy)).toMatchObject({
      Version: '2008-10-17',
      Id: '__default_policy_ID',
      Statement: [
        { Sid: '__default_statement_ID', Condition: { StringEquals: { 'AWS:SourceOwner': '000000000000' } } },
      ],
    });
    expect(EffectiveDeliveryPolicy).toBe(
      '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"disableSubscriptionOverrides":false,"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}',
    );
  });

  it('tells of a FIFO topic that it is one', async () => {
    const { TopicArn = '' } = await create('orders.fifo', { FifoTopic: 'true' });

    expect(await attributesOf(TopicArn)).toMatchObject({ FifoTopic: 'true', ContentBasedDeduplication: 'false' });
  });

  it('refuses topics that are not there and ARNs that are none', async () => {
    await expect(attributesOf(arnOf('none'))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Topic does not exist',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(attributesOf('none')).rejects.toMatchObject(
      invalid('TopicArn Reason: An ARN must have at least 6 elements, not 1'),
    );
    await expect(attributesOf(arnOf('none').replace('us-east-1', 'eu-west-1'))).rejects.toMatchObject(
      invalid('TopicArn'),
    );
  });
});

describe('SetTopicAttributes', () => {
  const set = (TopicArn: string, AttributeName: string, AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));

  it('changes one attribute, and takes policies away that are set to nothing', async () => {
    const { TopicArn = '' } = await create('orders');
    const DeliveryPolicy = JSON.stringify({
      http: { defaultHealthyRetryPolicy: { minDelayTarget: 5, maxDelayTarget: 9, numRetries: 5 } },
    });

    await set(TopicArn, 'DisplayName', 'Orders');
    await set(TopicArn, 'DeliveryPolicy', DeliveryPolicy);
    const changed = await attributesOf(TopicArn);
    await set(TopicArn, 'DeliveryPolicy', '');
    const cleared = await attributesOf(TopicArn);

    expect(changed).toMatchObject({ DisplayName: 'Orders', DeliveryPolicy });
    expect(JSON.parse(changed.EffectiveDeliveryPolicy ?? '').http.defaultHealthyRetryPolicy.numRetries).toBe(5);
    expect(cleared.DeliveryPolicy).toBeUndefined();
  });

  it.each([
    ['Colour', 'red', 'AttributeName'],
    [
      'DeliveryPolicy',
      '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":0,"maxDelayTarget":9,"numRetries":5}}}',
      'DeliveryPolicy: http.defaultHealthyRetryPolicy.minDelayTarget must be greater than or equal to 1',
    ],
    [
      'DeliveryPolicy',
      '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":"1","maxDelayTarget":9,"numRetries":5}}}',
      'DeliveryPolicy: http.defaultHealthyRetryPolicy.minDelayTarget type mismatch, expecting integer, received a string',
    ],
    [
      'Policy',
      '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}]}',
      'Policy statement action out of service scope!',
    ],
    ['ContentBasedDeduplication', 'true', 'Content-based deduplication can only be set for FIFO topics'],
  ])('refuses %s', async (name, value, text) => {
    const { TopicArn = '' } = await create('orders');

    await expect(set(TopicArn, name, value)).rejects.toMatchObject(invalid(text));
  });
});

describe('topics', () => {
  it('are listed a hundred at a time, and gone when they are deleted, twice if need be', async () => {
    for (let number = 0; number < 101; number += 1) await create(`topic-${number}`);

    const first = await sns.send(new ListTopicsCommand({}));
    const second = await sns.send(new ListTopicsCommand({ NextToken: first.NextToken }));
    for (let round = 0; round < 2; round += 1) await sns.send(new DeleteTopicCommand({ TopicArn: arnOf('topic-0') }));

    expect([first.Topics?.length, second.Topics?.length, second.NextToken]).toEqual([100, 1, undefined]);
    await expect(attributesOf(arnOf('topic-0'))).rejects.toThrow('Topic does not exist');
  });

  it('bear tags', async () => {
    const { TopicArn: ResourceArn = '' } = await create('orders');
    const tags = async () => (await sns.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;

    await sns.send(
      new TagResourceCommand({
        ResourceArn,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    );
    await sns.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));

    expect(await tags()).toEqual([{ Key: 'b', Value: '2' }]);
    const twice = [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ];
    await expect(sns.send(new TagResourceCommand({ ResourceArn, Tags: twice }))).rejects.toMatchObject(
      invalid('Duplicated keys are not allowed.'),
    );
    const none = new ListTagsForResourceCommand({ ResourceArn: arnOf('none') });
    await expect(sns.send(none)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Resource does not exist',
    });
  });

  it('take and lose statements of their policy by label', async () => {
    const { TopicArn = '' } = await create('orders');
    const add = (ActionName: string[]) =>
      sns.send(new AddPermissionCommand({ TopicArn, Label: 'mine', AWSAccountId: ['111111111111'], ActionName }));
    const sids = async () => {
      const { Policy = '' } = await attributesOf(TopicArn);
      return (JSON.parse(Policy).Statement as { readonly Sid: string }[]).map(({ Sid }) => Sid);
    };

    await add(['Publish']);
    const added = await sids();
    await expect(add(['Publish'])).rejects.toMatchObject(invalid('Statement already exists'));
    await expect(add(['Explode'])).rejects.toMatchObject(invalid('Policy statement action out of service scope!'));
    const strange = { TopicArn, Label: 'other', AWSAccountId: ['me'], ActionName: ['Publish'] };
    await expect(sns.send(new AddPermissionCommand(strange))).rejects.toMatchObject(
      invalid('Policy Error: PrincipalNotFound'),
    );
    await sns.send(new RemovePermissionCommand({ TopicArn, Label: 'mine' }));

    expect(added).toEqual(['__default_statement_ID', 'mine']);
    expect(await sids()).toEqual(['__default_statement_ID']);
  });
});
