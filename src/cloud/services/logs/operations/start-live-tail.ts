import type {
  StartLiveTailRequest,
  StartLiveTailResponse,
  StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { groupNotFound, invalidParameter } from '../errors.ts';
import { compileFilterPattern, matching } from '../filter-pattern/filter-pattern.ts';
import { findGroup, groupArn, nameFromArn } from '../groups.ts';
import type { LiveTail, Tailing } from '../live-tail/live-tail.ts';
import type { LogsState } from '../state.ts';

type Input = Given<StartLiveTailRequest>;
type StartLiveTail = Operation<Input, StartLiveTailResponse, LogsState, LiveTail>;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html */
export const startLiveTail: StartLiveTail = (state, input, context) => {
  const { logGroupIdentifiers, logStreamNames, logStreamNamePrefixes, logEventFilterPattern = '' } = input;
  assertStreams(input);
  const groups = new Set(
    logGroupIdentifiers.map((arn) => {
      const name = nameFromArn(arn);
      if (name === undefined || arn.endsWith('*')) throw invalidParameter('Invalid log group ARN.');
      const group = findGroup(state, name);
      return arn === groupArn(group.name, context) ? arn : raise(groupNotFound());
    }),
  );
  const pattern = compileFilterPattern(logEventFilterPattern);
  const tailing: Tailing = {
    takes: (arn, stream) =>
      groups.has(arn) &&
      (logStreamNames === undefined || logStreamNames.includes(stream)) &&
      (logStreamNamePrefixes === undefined || logStreamNamePrefixes.some((prefix) => stream.startsWith(prefix))),
    matching: (events) =>
      matching(logEventFilterPattern, () => events.filter(({ message = '' }) => pattern.match(message))),
  };
  const feed = context.runtime.start(tailing, context.clock);
  const sessionStart = {
    requestId: context.requestId,
    sessionId: context.random.uuid(),
    logGroupIdentifiers: [...logGroupIdentifiers],
    logStreamNames: [...(logStreamNames ?? [])],
    logStreamNamePrefixes: [...(logStreamNamePrefixes ?? [])],
    logEventFilterPattern,
  };
  void feed.push({ sessionStart });
  return { responseStream: context.stream<StartLiveTailResponseStream>(feed) };
};

function assertStreams({ logGroupIdentifiers, logStreamNames, logStreamNamePrefixes }: Input): void {
  if (logStreamNames !== undefined && logStreamNamePrefixes !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.');
  }
  if ((logStreamNames ?? logStreamNamePrefixes) !== undefined && logGroupIdentifiers.length > 1) {
    throw invalidParameter('Log streams can be specified only when exactly one log group is specified.');
  }
}
