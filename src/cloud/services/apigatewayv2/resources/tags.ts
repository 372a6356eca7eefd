import { partitionOf } from '../../../kernel/arns.ts';
import type { Properties, ResourceContext } from '../../../service-kit/contract.ts';
import { recordIn } from '../../../service-kit/properties.ts';
import { textMap } from './text-map.ts';

/** `arn:aws:apigateway:eu-west-1::/apis/a1b2c3` */
export const formatTagArn = (region: string, path: string): string =>
  `arn:${partitionOf(region)}:apigateway:${region}::${path}`;

/** The stack's tags and, over them, the resource's own, which here are a map. */
export function ownTags(properties: Properties, context: ResourceContext): Record<string, string> {
  return { ...context.tags, ...textMap(recordIn(properties, 'Tags')) };
}

/** Makes an existing resource’s tags those of the template; tags that others gave it stay. */
export async function replaceTags(
  ResourceArn: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const Tags = ownTags(properties, context);
  const TagKeys = Object.keys(ownTags(previous, context)).filter((key) => !Object.hasOwn(Tags, key));
  if (TagKeys.length > 0) await context.call('apigatewayv2', 'UntagResource', { ResourceArn, TagKeys });
  if (Object.keys(Tags).length > 0) await context.call('apigatewayv2', 'TagResource', { ResourceArn, Tags });
}
