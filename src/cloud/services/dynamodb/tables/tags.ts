import type { Tag } from '@aws-sdk/client-dynamodb';
import { parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Tags } from '../../../service-kit/tags.ts';
import * as errors from '../errors/table-errors.ts';
import type { DynamoState, Table } from '../state.ts';

/** AWS: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html */
const tagsMax = 50;
const keyLengthMax = 128;
const valueLengthMax = 256;
const allowedCharacters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** CloudFormation's own, which no user could give at AWS. */
const stackTagPrefix = 'aws:cloudformation:';

/** `tags` with `given` put over them, checked as DynamoDB does. */
export function withTags(tags: Tags, given: readonly Tag[] | undefined): Tags {
  const merged = new Map(Object.entries(tags));
  const seen = new Set<string>();
  for (const { Key: key = '', Value: value } of given ?? []) {
    if (key === '' || key.length > keyLengthMax || !allowedCharacters.test(key)) {
      throw errors.tagInvalid(`The Tag Key provided is invalid, Key: ${key}`);
    }
    if (value === undefined || value.length > valueLengthMax || !allowedCharacters.test(value)) {
      throw errors.tagInvalid(`The Tag Value provided is invalid, Value: ${value ?? 'null'}`);
    }
    if (key.startsWith('aws:') && !key.startsWith(stackTagPrefix)) {
      throw errors.tagInvalid(`Tag Key cannot be prefixed with aws:, Key: ${key}`);
    }
    if (seen.has(key)) {
      throw errors.tagInvalid(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`);
    }
    seen.add(key);
    merged.set(key, value);
  }
  const ownTags = [...merged.keys()].filter((key) => !key.startsWith('aws:'));
  if (ownTags.length > tagsMax) {
    throw errors.tagInvalid('Number of Tags exceed the current limit for the provided ResourceArn');
  }
  return Object.fromEntries(merged);
}

/** The table behind a `ResourceArn`; only tables can be tagged so far. */
export function findTagged(state: DynamoState, resourceArn: string, action: string, context: Context): Table {
  if (!resourceArn.startsWith('arn:')) throw errors.resourceArnInvalid(`ARNs must start with 'arn:': ${resourceArn}`);
  const arn = parseArn(resourceArn);
  if (arn?.service !== 'dynamodb') {
    throw errors.resourceArnInvalid(`Provided Arn is not a DynamoDB resource arn: ${resourceArn}`);
  }
  const name = /^table\/([^/]+)$/.exec(arn.resource)?.[1];
  if (name === undefined) {
    throw errors.resourceArnInvalid(
      `Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${resourceArn}`,
    );
  }
  if (arn.region !== context.region) throw errors.resourceArnElsewhere(resourceArn);
  if (arn.account !== context.account) throw errors.accessDenied(context.caller.arn, action, resourceArn);
  return state.tables.get(name) ?? raise(errors.taggedResourceNotFound(resourceArn));
}
