import type { ResourceType as TaggedType } from '@aws-sdk/client-ec2';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { retag, type Tag, unlessGone } from '../../../service-kit/properties.ts';

interface Tagged {
  readonly Tags: readonly Tag[];
}

/** A call of EC2; members that are undefined are left out. */
export function callEc2<Output>(context: ResourceContext, operation: string, input: object): Promise<Output> {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  return context.call<Output>('ec2', operation, Object.fromEntries(given));
}

/** The tags of a resource and its stack, as creations take them. */
export const tagSpecifications = (ResourceType: TaggedType, { Tags }: Tagged) =>
  Tags.length === 0 ? undefined : [{ ResourceType, Tags }];

/** Brings the tags of a resource to those of the template. */
export const retagResource = (id: string, p: Tagged, previous: Tagged, context: ResourceContext): Promise<void> =>
  retag(p.Tags, previous.Tags, {
    untag: (keys) => callEc2(context, 'DeleteTags', { Resources: [id], Tags: keys.map((Key) => ({ Key })) }),
    tag: (Tags) => callEc2(context, 'CreateTags', { Resources: [id], Tags }),
  });

/** Deletes what may be gone already. */
export const deleteUnlessGone = (
  context: ResourceContext,
  operation: string,
  input: object,
  ...gone: readonly string[]
): Promise<void> => unlessGone(callEc2(context, operation, input), ...gone);
