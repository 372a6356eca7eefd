import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/** From the operations' pages of https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/ */
const arn: MemberShape = { min: 1, max: 1011 };
const arns: MemberShape = { required: true, min: 1, max: 20, each: arn };
const key: MemberShape = { min: 1, max: 128 };
const value: MemberShape = { min: 0, max: 256 };

/** Constraints of each operation. */
export const taggingApiShapes: Readonly<Record<string, InputShape>> = {
  GetResources: {
    TagFilters: { max: 50, each: { members: { Key: key, Values: { max: 20, each: value } } } },
    ResourcesPerPage: { min: 1, max: 100 },
    TagsPerPage: { min: 100, max: 500 },
    ResourceTypeFilters: { max: 100, each: { min: 0, max: 256 } },
    ResourceARNList: { min: 1, max: 100, each: arn },
  },
  GetTagValues: { Key: { required: true, ...key } },
  TagResources: { ResourceARNList: arns, Tags: { required: true, min: 1, max: 50, each: value } },
  UntagResources: { ResourceARNList: arns, TagKeys: { required: true, min: 1, max: 50, each: key } },
};
