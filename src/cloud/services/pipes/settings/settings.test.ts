import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../kernel/errors.ts';
import { Random } from '../../../kernel/random.ts';
import { readSettings } from './settings.ts';

const arnOf = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const Source = arnOf('sqs', 'source');
const Target = arnOf('sqs', 'target');

describe('malformed filters and templates', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    '"a"',
    ':',
    ',',
    '1',
    '"prefix"',
    '"$or"',
    '"wildcard"',
    '"*a*"',
    '"numeric"',
    '"<"',
    '"exists"',
    'true',
    'null',
    '"anything-but"',
    '\\',
    '"cidr"',
    '"10.0.0.0/8"',
    '<aws.pipes.',
    '<$.',
    ' ',
  ];
  const seed = Number(process.env.FILTER_SEED ?? 15);
  const count = Number(process.env.FILTER_COUNT ?? 3000);

  it(`are taken or refused in AWS's way (seed ${seed})`, () => {
    const random = new Random(seed);
    const piece = () => pieces[Math.floor(random.float() * pieces.length)] ?? '';
    const text = (most: number) => Array.from({ length: Math.floor(random.float() * most) }, piece).join('');
    const refusals: unknown[] = [];

    for (let index = 0; index < count; index += 1) {
      const Pattern = index % 2 === 0 ? `{"a":[${text(30)}]}` : text(60);
      try {
        readSettings({
          Source,
          Target,
          SourceParameters: { FilterCriteria: { Filters: [{ Pattern }] } },
          TargetParameters: { InputTemplate: text(60) },
        });
      } catch (error) {
        refusals.push(error);
      }
    }

    expect(refusals.length).toBeGreaterThan(count / 10);
    for (const error of refusals) {
      expect(error).toBeInstanceOf(AwsError);
      expect(error).toMatchObject({
        code: 'ValidationException',
        message: expect.stringMatching(/^\{"ValidationError/),
      });
    }
  });
});

describe('a batch size that nobody gave', () => {
  const stream = arnOf('dynamodb', 'table/t/stream/2026-01-01T00:00:00.000');
  const sizeFor = (target: string, Enrichment?: string) =>
    readSettings({
      Source: stream,
      Target: target,
      Enrichment,
      SourceParameters: { DynamoDBStreamParameters: { StartingPosition: 'LATEST' } },
    }).sourceParameters.DynamoDBStreamParameters?.BatchSize;

  it('is no larger than what enrichment and target take', () => {
    expect(sizeFor(arnOf('lambda', 'function:f'))).toBe(100);
    expect(sizeFor(Target)).toBe(10);
    expect(sizeFor(Target, arnOf('events', 'api-destination/d/1'))).toBe(1);
  });
});
