import type { SamType } from '../context.ts';
import { type Fields, isMap, isNothing, isTruthy } from '../language/values.ts';
import { nestedStack } from '../resources/cloudformation.ts';
import { isAMap, isAnInteger, isAText, isListOf, isOneOf, optional, required } from '../resources/property.ts';
import { applicationIdTag, samTagList, semanticVersionTag } from '../resources/reserved-tags.ts';
import { Resource } from '../resources/resource.ts';

const textOrMap = isOneOf(isAText, isAMap);

/**
 * A nested stack. Where its template is was found before.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-application.html
 */
export const application: SamType = {
  type: 'AWS::Serverless::Application',
  properties: {
    Location: required(textOrMap),
    TemplateUrl: optional(isAText),
    Parameters: optional(isAMap),
    NotificationARNs: optional(isListOf(textOrMap)),
    Tags: optional(isAMap),
    TimeoutInMinutes: optional(isAnInteger),
  },
  toCloudFormation: (resource) => {
    const { logicalId, dependsOn, passedAttributes: attributes } = resource;
    const stack = new Resource(nestedStack, logicalId, { dependsOn, attributes });
    for (const name of ['Parameters', 'NotificationARNs', 'TimeoutInMinutes']) stack.set(name, resource.get(name));
    const tags = resource.get('Tags') as Fields | undefined;
    stack.set('Tags', samTagList(logicalId, tags, applicationTags(resource.get('Location'))));
    const url = resource.get('TemplateUrl');
    stack.set('TemplateURL', isTruthy(url) ? url : '');
    return [stack];
  },
};

function applicationTags(location: unknown): Fields {
  if (!isMap(location)) return {};
  const tags = [
    [applicationIdTag, location.ApplicationId],
    [semanticVersionTag, location.SemanticVersion],
  ];
  return Object.fromEntries(tags.filter(([, value]) => !isNothing(value)));
}
