import type { Context } from '../../../service-kit/contract.ts';
import type { TaggableResource } from '../../../service-kit/tagging.ts';

/** All resources of the caller's account and region that have tags, by ARN. */
export const taggedResources = ({ kernel, account, region }: Context): TaggableResource[] =>
  kernel
    .taggings({ account, region })
    .flatMap(({ resources }) => [...resources()])
    .filter(({ tags }) => Object.keys(tags).length > 0)
    .sort((a, b) => (a.arn < b.arn ? -1 : 1));
