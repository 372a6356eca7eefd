import { apiEvent } from '../apis/api-event.ts';
import { invokesFunction } from '../roles/policy-documents.ts';
import type { EventType } from './event-type.ts';
import { pullEvents } from './pull/pull-events.ts';
import { cognitoEvent } from './push/cognito-event.ts';
import { cloudWatchEvent, eventBridgeRuleEvent, scheduleEvent } from './push/rule-events.ts';
import { s3Event } from './push/s3-event.ts';
import { alexaSkillEvent, cloudWatchLogsEvent, iotRuleEvent } from './push/simple-events.ts';
import { snsEvent } from './push/sns-event.ts';
import { scheduleV2, scheduleV2Properties } from './rules/schedule-v2.ts';

const scheduleV2Event: EventType = {
  type: 'ScheduleV2',
  properties: scheduleV2Properties,
  toCloudFormation: (event, { function: invoked }) => scheduleV2(event, invoked, invokesFunction),
};

const types: readonly EventType[] = [
  ...pullEvents,
  scheduleEvent,
  scheduleV2Event,
  cloudWatchEvent,
  eventBridgeRuleEvent,
  s3Event,
  snsEvent,
  cognitoEvent,
  cloudWatchLogsEvent,
  iotRuleEvent,
  alexaSkillEvent,
  apiEvent,
];

/** The events that a function may have, by their names. */
export const functionEvents: ReadonlyMap<unknown, EventType> = new Map(types.map((kind) => [kind.type, kind]));
