import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

const required = { required: true } as const;

/** https://docs.aws.amazon.com/sns/latest/api/API_Tag.html */
const tag: MemberShape = { members: { Key: { ...required, min: 1, max: 128 }, Value: { ...required, max: 256 } } };
const tags: MemberShape = { ...required, each: tag };

/**
 * SNS words nearly everything itself; what it leaves to the framework is which members must be there.
 * https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
 */
export const snsShapes: Readonly<Record<string, InputShape>> = {
  CreateTopic: { Name: required, Tags: { each: tag } },
  TagResource: { ResourceArn: { ...required, min: 1, max: 1011 }, Tags: tags },
  UntagResource: { ResourceArn: { ...required, min: 1, max: 1011 }, TagKeys: required },
  ListTagsForResource: { ResourceArn: { ...required, min: 1, max: 1011 } },
};
