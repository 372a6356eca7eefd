import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const repositoryName: MemberShape = {
  required: true,
  min: 2,
  max: 256,
  pattern: /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/,
  patternText: '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*',
};
const registryId: MemberShape = { pattern: /^[0-9]{12}$/, patternText: '[0-9]{12}' };
const addressed: InputShape = { registryId, repositoryName };
const mutability: MemberShape = {
  enum: ['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION'],
};
const pageSize: MemberShape = { min: 1, max: 1000 };

/** Constraints of each operation, from its own page. */
export const ecrShapes: Readonly<Record<string, InputShape>> = {
  // The pattern of a new name is the operation's, which tells it in words of its own.
  CreateRepository: {
    registryId,
    repositoryName: { required: true, min: 2, max: 256 },
    imageTagMutability: mutability,
  },
  DescribeRepositories: { registryId, maxResults: pageSize },
  DeleteRepository: addressed,
  SetRepositoryPolicy: { ...addressed, policyText: { required: true, min: 0, max: 10_240 } },
  GetRepositoryPolicy: addressed,
  DeleteRepositoryPolicy: addressed,
  PutLifecyclePolicy: { ...addressed, lifecyclePolicyText: { required: true, min: 100, max: 30_720 } },
  GetLifecyclePolicy: addressed,
  DeleteLifecyclePolicy: addressed,
  PutImageScanningConfiguration: { ...addressed, imageScanningConfiguration: { required: true } },
  PutImageTagMutability: { ...addressed, imageTagMutability: { required: true, ...mutability } },
  DescribeImages: { ...addressed, maxResults: pageSize },
  ListImages: { ...addressed, maxResults: pageSize },
};
