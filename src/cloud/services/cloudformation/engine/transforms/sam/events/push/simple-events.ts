import { ref, sub } from '../../language/intrinsics.ts';
import { type Fields, isTruthy } from '../../language/values.ts';
import { iotTopicRule } from '../../resources/iot.ts';
import { logsSubscriptionFilter } from '../../resources/logs.ts';
import { isAText, optional, required } from '../../resources/property.ts';
import { Resource } from '../../resources/resource.ts';
import type { EventType } from '../event-type.ts';
import { permissionOf } from './permission.ts';

const arnOf = (partition: string, service: string, resource: string, variables: Fields): Fields =>
  sub(`arn:${partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`, variables);

export const alexaSkillEvent: EventType = {
  type: 'AlexaSkill',
  principal: 'alexa-appkit.amazon.com',
  properties: { SkillId: optional(isAText) },
  toCloudFormation: (event, { function: invoked }) => {
    const eventSourceToken = event.get('SkillId');
    return [permissionOf(event.logicalId, invoked, { principal: 'alexa-appkit.amazon.com', eventSourceToken })];
  },
};

export const iotRuleEvent: EventType = {
  type: 'IoTRule',
  principal: 'iot.amazonaws.com',
  properties: { Sql: required(isAText), AwsIotSqlVersion: optional(isAText) },
  toCloudFormation: (event, { function: invoked, partition }) => {
    const permission = permissionOf(event.logicalId, invoked, {
      principal: 'iot.amazonaws.com',
      sourceArn: arnOf(partition, 'iot', 'rule/${RuleName}', { RuleName: ref(event.logicalId) }),
      sourceAccount: sub('${AWS::AccountId}'),
    });
    const rule = new Resource(iotTopicRule, event.logicalId, { attributes: invoked.passedAttributes });
    const version = event.get('AwsIotSqlVersion');
    rule.set('TopicRulePayload', {
      Sql: event.get('Sql'),
      RuleDisabled: false,
      Actions: [{ Lambda: { FunctionArn: invoked.runtimeAttribute('arn') } }],
      ...(isTruthy(version) && { AwsIotSqlVersion: version }),
    });
    return [permission, rule];
  },
};

export const cloudWatchLogsEvent: EventType = {
  type: 'CloudWatchLogs',
  principal: 'logs.amazonaws.com',
  properties: { LogGroupName: required(isAText), FilterPattern: required(isAText) },
  toCloudFormation: (event, { function: invoked, partition }) => {
    const group = event.get('LogGroupName');
    const permission = permissionOf(event.logicalId, invoked, {
      principal: 'logs.amazonaws.com',
      sourceArn: arnOf(partition, 'logs', 'log-group:${__LogGroupName__}:*', { __LogGroupName__: group }),
    });
    const filter = new Resource(logsSubscriptionFilter, event.logicalId, {
      dependsOn: [permission.logicalId],
      attributes: invoked.passedAttributes,
    });
    filter.set('LogGroupName', group);
    filter.set('FilterPattern', event.get('FilterPattern'));
    filter.set('DestinationArn', invoked.runtimeAttribute('arn'));
    return [permission, filter];
  },
};
