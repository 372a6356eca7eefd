import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { getResources } from './operations/get-resources.ts';
import { getTagKeys, getTagValues } from './operations/tag-names.ts';
import { tagResources, untagResources } from './operations/tag-resources.ts';
import { taggingApiShapes } from './shapes.ts';
import { openTaggingApiState, type TaggingApiState } from './state.ts';

/** Resource Groups Tagging API: the tags of all services at once. */
export const resourceGroupsTaggingApi: Service<TaggingApiState> = {
  name: 'resourcegroupstaggingapi',
  title: 'Resource Groups Tagging API',
  signingNames: ['tagging'],
  faults: usualFaults,
  exploredState: { none: 'tags are kept by the services whose resources have them' },
  resourceOf: () => undefined,
  state: openTaggingApiState,
  shapes: taggingApiShapes,
  operations: {
    GetResources: getResources,
    GetTagKeys: getTagKeys,
    GetTagValues: getTagValues,
    TagResources: tagResources,
    UntagResources: untagResources,
  },
};
