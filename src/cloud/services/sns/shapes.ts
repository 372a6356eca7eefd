import type { InputShape } from '../../service-kit/shapes.ts';

const required = { required: true } as const;

/**
 * SNS words nearly everything itself; what it leaves to the framework is which members must be there.
 * https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
 */
export const snsShapes: Readonly<Record<string, InputShape>> = {
  CreateTopic: { Name: required },
  TagResource: { ResourceArn: { ...required, min: 1, max: 1011 }, Tags: required },
  UntagResource: { ResourceArn: { ...required, min: 1, max: 1011 }, TagKeys: required },
  ListTagsForResource: { ResourceArn: { ...required, min: 1, max: 1011 } },
};
