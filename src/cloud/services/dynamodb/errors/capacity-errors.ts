import { AwsError } from '../../../kernel/errors.ts';
import { invalid, parameterInvalid } from './validation-exception.ts';

/* The texts about throughput of tables and indexes, as AWS wrote them in October 2026; see `table-errors.ts`. */

const forIndex = (index: string | undefined): string => (index === undefined ? 'table' : `index ${index}`);

// Provisioned capacity

/** CreateTable with an on-demand table, and UpdateTable likewise. */
export const unitsOnDemand = (): AwsError =>
  parameterInvalid(
    'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
  );

export const unitsMissing = (): AwsError =>
  parameterInvalid('ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED');

/** UpdateTable's words for the same. */
export const throughputMissing = (): AwsError =>
  parameterInvalid('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');

export const indexThroughputMissing = (index: string): AwsError =>
  parameterInvalid(`ProvisionedThroughput is not specified for index: ${index}`);

export const indexThroughputRequired = (index: string): AwsError =>
  parameterInvalid(`ProvisionedThroughput must be specified for index: ${index}`);

export const indexThroughputOnDemand = (index: string): AwsError =>
  parameterInvalid(
    `ProvisionedThroughput should not be specified for index: ${index} when BillingMode is PAY_PER_REQUEST`,
  );

export const indexUnitsOnDemand = (index: string): AwsError =>
  parameterInvalid(
    'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified ' +
      `for index: ${index} when BillingMode is PAY_PER_REQUEST`,
  );

export const bothIndexUnitsRequired = (index: string): AwsError =>
  parameterInvalid(`Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ${index}`);

export const onlyOnDemandUpdates = (index: string): AwsError =>
  parameterInvalid(
    `The only Updates for index: ${index} when TableThroughputMode is PAY_PER_REQUEST ` +
      'can be to OnDemandThroughput, WarmThroughput',
  );

interface Units {
  readonly read: number;
  readonly write: number;
}

/** A re-send of what is: the table when `index` is left out. */
export const throughputUnchanged = (now: Units, asked: Units, index?: string): AwsError => {
  const what = index === undefined ? 'the table' : `the index ${index}`;
  return invalid(
    `The provisioned throughput for ${what} will not change. The requested value equals the current value. ` +
      `Current ReadCapacityUnits provisioned for ${what}: ${now.read}. ` +
      `Requested ReadCapacityUnits: ${asked.read}. ` +
      `Current WriteCapacityUnits provisioned for ${what}: ${now.write}. ` +
      `Requested WriteCapacityUnits: ${asked.write}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  );
};

export const unitsAboveMaximum = (member: string, asked: number, region: string, max: number): AwsError =>
  new AwsError(
    'LimitExceededException',
    `The requested ${member}, ${asked}, is above the per table maximum for the account in ${region}. ` +
      `Per table maximum: ${max}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  );

const utcMoment = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'full', timeZone: 'UTC' });

/** `Thursday, October 8, 2026 at 11:20:48 PM Coordinated Universal Time`; ICU's narrow space is not AWS's. */
const spell = (ms: number): string => utcMoment.format(ms).replaceAll('\u202f', ' ');

export const tooManyDecreases = (count: number, lastMs: number, nextMs: number): AwsError =>
  new AwsError(
    'LimitExceededException',
    'Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. ' +
      'After the first 4 decreases, each subsequent decrease in the same UTC day can be performed ' +
      `at most once every 3600 seconds. Number of decreases today: ${count}. ` +
      `Last decrease at ${spell(lastMs)}. Next decrease can be made at ${spell(nextMs)}.`,
  );

// On-demand maxima

/** CreateTable ends with a full stop and leaves out “the”; UpdateTable does neither. */
export const maximumOnProvisioned = (member: string, operation: 'CreateTable' | 'UpdateTable', index?: string) =>
  parameterInvalid(
    `${member} for OnDemandThroughput ${index === undefined ? '' : `for index: ${index} `}cannot be specified when ` +
      (operation === 'CreateTable' ? 'table BillingMode is PROVISIONED.' : 'the table BillingMode is PROVISIONED'),
  );

export const maximumOutOfRange = (member: string, index?: string): AwsError =>
  parameterInvalid(
    `Requested ${member} for OnDemandThroughput for ${index === undefined ? 'table' : `index : ${index}`} ` +
      'is outside of valid range',
  );

// Warm throughput

const initialThroughputPage =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html' +
  '#on-demand-capacity-mode-initial';

export const warmBelowInitial = (member: string, index?: string): AwsError =>
  parameterInvalid(
    `Requested ${member} for WarmThroughput for ${forIndex(index)} is lower than initial throughput for OnDemand. ` +
      `See: ${initialThroughputPage}`,
  );

export const warmBelowProvisioned = (member: string, units: string, index?: string): AwsError =>
  parameterInvalid(
    `Requested ${member} for WarmThroughput for ${forIndex(index)} is lower than ${units} of ProvisionedThroughput`,
  );

export const warmDecreased = (member: string, index?: string): AwsError =>
  parameterInvalid(
    `Requested ${member} for WarmThroughput for ${forIndex(index)} is lower than current WarmThroughput, ` +
      'decreasing WarmThroughput is not supported',
  );

/** `reason` as AWS names it: `TableWriteProvisionedThroughputExceeded`. */
export const throughputExceeded = (reason: string, resource: string, isIndex: boolean): AwsError =>
  new AwsError(
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for ' +
      (isIndex ? 'one or more global secondary indexes of the table was exceeded. ' : 'the table was exceeded. ') +
      `Consider increasing your provisioning level ${isIndex ? 'for the under-provisioned global secondary indexes ' : ''}with the UpdateTable API.`,
    { members: { ThrottlingReasons: [{ reason, resource }] } },
  );

/** Believed. */
export const onDemandExceeded = (direction: string, resource: string): AwsError =>
  new AwsError(
    'ThrottlingException',
    'Throughput exceeds the maximum OnDemandThroughput configured on table or index',
    { members: { throttlingReasons: [{ reason: `Table${direction}MaxOnDemandThroughputExceeded`, resource }] } },
  );
