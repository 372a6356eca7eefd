import { getAtt, ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const eventsRule: ResourceType = {
  type: 'AWS::Events::Rule',
  properties: generated(
    'Description',
    'EventBusName',
    'EventPattern',
    'Name',
    'RoleArn',
    'ScheduleExpression',
    'State',
    'Targets',
  ),
  runtime: {
    rule_id: ({ logicalId }) => ref(logicalId),
    arn: ({ logicalId }) => getAtt(logicalId, 'Arn'),
  },
};

/** AWS: characters of a target's id. */
const targetIdCharsMax = 64;

/** The id of a rule's target, cut off before its suffix. */
export const ruleTargetId = (logicalId: string, suffix: string): string =>
  logicalId.slice(0, targetIdCharsMax - suffix.length) + suffix;
