import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { ecrEmptyReads } from './empty-reads.ts';
import { createRepository } from './operations/create-repository.ts';
import { deleteRepository } from './operations/delete-repository.ts';
import { describeRepositories } from './operations/describe-repositories.ts';
import { getAuthorizationToken } from './operations/get-authorization-token.ts';
import { putImageScanningConfiguration, putImageTagMutability } from './operations/image-settings.ts';
import { describeImages, listImages } from './operations/images.ts';
import { deleteLifecyclePolicy, getLifecyclePolicy, putLifecyclePolicy } from './operations/lifecycle-policy.ts';
import { deleteRepositoryPolicy, getRepositoryPolicy, setRepositoryPolicy } from './operations/repository-policy.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { ecrResources } from './resources.ts';
import { ecrShapes } from './shapes.ts';
import { type EcrState, openEcrState } from './state.ts';
import { ecrTagging } from './tagging.ts';

/** Elastic Container Registry: repositories and their settings; images cannot be pushed. */
export const ecr: Service<EcrState> = {
  name: 'ecr',
  title: 'ECR',
  faults: usualFaults,
  exploredState: { none: 'images are deployed before a run' },
  state: openEcrState,
  shapes: ecrShapes,
  wording: { code: 'InvalidParameterException' },
  operations: {
    CreateRepository: createRepository,
    DescribeRepositories: describeRepositories,
    DeleteRepository: deleteRepository,
    SetRepositoryPolicy: setRepositoryPolicy,
    GetRepositoryPolicy: getRepositoryPolicy,
    DeleteRepositoryPolicy: deleteRepositoryPolicy,
    PutLifecyclePolicy: putLifecyclePolicy,
    GetLifecyclePolicy: getLifecyclePolicy,
    DeleteLifecyclePolicy: deleteLifecyclePolicy,
    PutImageScanningConfiguration: putImageScanningConfiguration,
    PutImageTagMutability: putImageTagMutability,
    DescribeImages: describeImages,
    ListImages: listImages,
    TagResource: tagResource,
    UntagResource: untagResource,
    ListTagsForResource: listTagsForResource,
    GetAuthorizationToken: getAuthorizationToken,
    ...emptyOperations('ecr', ecrEmptyReads),
  },
  emptyReads: ecrEmptyReads,
  resourceOf: namedBy('repositoryName'),
  resources: ecrResources,
  tagging: ecrTagging,
};
