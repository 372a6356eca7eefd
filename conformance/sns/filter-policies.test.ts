import {
  CreateTopicCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SNSServiceException,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const seed = Number(process.env.SQUALL_TEST_SEED ?? 20_261_127);
const numRuns = Number(process.env.SQUALL_FILTER_POLICIES ?? 3_000) / 10;

/** Half of them right, most of the others nearly so. */
const anOperator = fc.constantFrom(
  'prefix',
  'suffix',
  'wildcard',
  'numeric',
  'cidr',
  'anything-but',
  'exists',
  'other',
);
const anOperand = fc.oneof(
  fc.constantFrom<unknown>('a', 'a**b', '*'.repeat(40), '10.0.0.0/99', true, null, 5, {}, ['>', 5], ['=', '5'], []),
  fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text)),
);
const aPolicy = fc
  .dictionary(
    fc.constantFrom('a', 'b', '$or', '', '__proto__', 'constructor'),
    fc.oneof(
      fc.array(
        fc.oneof(
          fc.string(),
          fc.tuple(anOperator, anOperand).map(([name, value]) => ({ [name]: value })),
        ),
      ),
      anOperand,
    ),
  )
  .map((policy) => JSON.stringify(policy));
const aText = fc.oneof(
  { weight: 3, arbitrary: aPolicy },
  { weight: 1, arbitrary: fc.tuple(aPolicy, fc.nat(60)).map(([text, at]) => text.slice(0, at)) },
  { weight: 1, arbitrary: fc.string({ minLength: 1 }) },
  { weight: 2, arbitrary: fc.array(fc.string(), { minLength: 1 }).map((values) => JSON.stringify({ a: values })) },
);

it(`SetSubscriptionAttributes › FilterPolicy › takes a policy or answers InvalidParameter (seed ${seed})`, async () => {
  const sns = target.client(SNSClient);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
  const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:q';
  const { SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  const count = { taken: 0, refused: 0 };

  await fc.assert(
    fc.asyncProperty(aText, fc.constantFrom('FilterPolicy', 'FilterPolicyScope'), async (text, AttributeName) => {
      const command = { SubscriptionArn, AttributeName, AttributeValue: text };
      try {
        await sns.send(new SetSubscriptionAttributesCommand(command));
        count.taken += 1;
      } catch (error) {
        if (!(error instanceof SNSServiceException)) throw error;
        count.refused += 1;
        expect(error).toMatchObject({ name: 'InvalidParameterException', $metadata: { httpStatusCode: 400 } });
        expect(error.message).toMatch(/^Invalid parameter: ./);
      }
    }),
    { seed, numRuns },
  );

  expect(Math.min(count.taken, count.refused)).toBeGreaterThan(numRuns / 100);
});
