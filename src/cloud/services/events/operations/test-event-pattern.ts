import type { TestEventPatternRequest, TestEventPatternResponse } from '@aws-sdk/client-eventbridge';
import { parseJsonObject } from '../../../kernel/json.ts';
import { validation } from '../errors.ts';
import type { EventsOperation } from '../operation.ts';
import { readEventPattern } from '../rules/matching-rules.ts';

/**
 * Members that an event must have to be tested. AWS's page names `resources` too; AWS does not miss it:
 * https://github.com/localstack/localstack/pull/11994
 */
const mandatory = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export const testEventPattern: EventsOperation<TestEventPatternRequest, TestEventPatternResponse> = (_state, input) => {
  const matches = readEventPattern(input.EventPattern);
  const event = parseJsonObject(input.Event);
  if (!event) throw validation('Parameter Event is not valid. Reason: Event must be a valid JSON object.');
  const missing = mandatory.filter((member) => event[member] === undefined);
  if (missing.length > 0) {
    throw validation(`Parameter Event is not valid. Reason: Event must contain ${missing.join(', ')}.`);
  }
  return { Result: matches(event) };
};
