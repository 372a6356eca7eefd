import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { countText, doubleText, shortTime } from './texts.ts';

/** What an alarm compares. */
export interface AlarmSettings {
  readonly operator: string;
  readonly threshold: number;
  /** Of so many periods … */
  readonly periods: number;
  /** … so many must breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: string;
}

export interface Point {
  readonly seconds: number;
  readonly value: number;
}

export interface Judgement {
  readonly state: StateValue;
  readonly reason: string;
  /** The points that were looked at, newest first. */
  readonly evaluated: readonly Point[];
}

const comparisons: Readonly<
  Record<string, readonly [words: string, breaches: (value: number, limit: number) => boolean]>
> = {
  GreaterThanThreshold: ['greater than', (value, limit) => value > limit],
  GreaterThanOrEqualToThreshold: ['greater than or equal to', (value, limit) => value >= limit],
  LessThanThreshold: ['less than', (value, limit) => value < limit],
  LessThanOrEqualToThreshold: ['less than or equal to', (value, limit) => value <= limit],
};

/**
 * The state that data call for; undefined where it stays as it is. `points` are those of the evaluation range, which is
 * longer than what is asked for: real data count before missing ones.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function judgeAlarm(points: readonly Point[], settings: AlarmSettings): Judgement | undefined {
  const { periods, datapointsToAlarm, treatMissingData, threshold } = settings;
  const [words, breaches] = comparisons[settings.operator] ?? ['', () => false];
  const evaluated = points.toSorted((a, b) => b.seconds - a.seconds).slice(0, periods);
  if (evaluated.length === 0) return judgeNothing(settings);
  const breaching = evaluated.filter(({ value }) => breaches(value, threshold));
  const others = evaluated.filter((point) => !breaching.includes(point));
  const missing = periods - evaluated.length;
  const needed = datapointsToAlarm - (treatMissingData === 'breaching' ? missing : 0);
  const isPremature = treatMissingData === 'missing' && others.length === 0;
  if (breaching.length >= needed || isPremature) {
    return { state: 'ALARM', evaluated, reason: crossed(breaching, `${words} the`, datapointsToAlarm, 'OK -> ALARM') };
  }
  if (treatMissingData === 'ignore' && others.length === 0) return undefined;
  const reason = crossed(others, `not ${words} the`, periods - datapointsToAlarm + 1, 'ALARM -> OK');
  return { state: 'OK', evaluated, reason };

  function crossed(found: readonly Point[], what: string, minimum: number, transition: string): string {
    const list = found.map(({ value, seconds }) => `${doubleText(value)} (${shortTime(seconds)})`).join(', ');
    const verb = found.length === 1 ? 'was' : 'were';
    return (
      `Threshold Crossed: ${found.length} out of the last ${evaluated.length} datapoints [${list}] ${verb} ${what} ` +
      `threshold (${doubleText(threshold)}) (minimum ${countText(minimum, 'datapoint', false)} for ${transition} transition).`
    );
  }
}

/** Whether nothing changes when these points leave the alarm's sight: then nobody has to look again. */
export function isSettled(points: readonly Point[], { operator, threshold, treatMissingData }: AlarmSettings): boolean {
  if (treatMissingData !== 'notBreaching' && treatMissingData !== 'ignore') return false;
  const [, breaches] = comparisons[operator] ?? ['', () => false];
  return !points.some(({ value }) => breaches(value, threshold));
}

function judgeNothing({ periods, treatMissingData }: AlarmSettings): Judgement | undefined {
  if (treatMissingData === 'ignore') return undefined;
  if (treatMissingData !== 'breaching' && treatMissingData !== 'notBreaching') {
    const reason = `Insufficient Data: ${countText(periods, 'datapoint')} unknown.`;
    return { state: 'INSUFFICIENT_DATA', reason, evaluated: [] };
  }
  const isBreaching = treatMissingData === 'breaching';
  const reason =
    `Threshold Crossed: no datapoints were received for ${countText(periods, 'period', false)} and ` +
    `${countText(periods, 'missing datapoint')} treated as [${isBreaching ? 'Breaching' : 'NonBreaching'}].`;
  return { state: isBreaching ? 'ALARM' : 'OK', reason, evaluated: [] };
}
