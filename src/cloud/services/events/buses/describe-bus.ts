import type { DescribeEventBusResponse, EventBus as EventBusSummary } from '@aws-sdk/client-eventbridge';
import { given } from '../../../service-kit/input.ts';
import type { EventBus } from '../state.ts';

/** A bus as lists have it. */
export const summarizeBus = ({ name, arn, description, policy, createdMs, modifiedMs }: EventBus): EventBusSummary =>
  given({
    Name: name,
    Arn: arn,
    Description: description,
    Policy: policy,
    CreationTime: new Date(createdMs),
    LastModifiedTime: new Date(modifiedMs),
  });

/** A bus as DescribeEventBus has it. */
export const describeBus = (bus: EventBus): DescribeEventBusResponse => ({
  ...summarizeBus(bus),
  ...settingsOf(bus),
});

/** What was set of it. */
export const settingsOf = ({ description, kmsKeyIdentifier, deadLetterConfig, logConfig }: EventBus): object =>
  given({
    Description: description,
    KmsKeyIdentifier: kmsKeyIdentifier,
    DeadLetterConfig: deadLetterConfig,
    LogConfig: logConfig,
  });
