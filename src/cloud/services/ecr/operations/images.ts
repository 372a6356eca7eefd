import type {
  DescribeImagesRequest,
  DescribeImagesResponse,
  ImageIdentifier,
  ListImagesRequest,
  ListImagesResponse,
} from '@aws-sdk/client-ecr';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { imageNotFound } from '../errors.ts';
import { findRepository } from '../find-repository.ts';
import type { EcrState } from '../state.ts';

/** Nothing can be pushed, so nothing is there; https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
export const describeImages: Operation<Given<DescribeImagesRequest>, DescribeImagesResponse, EcrState> = (
  state,
  input,
  context,
) => {
  const repository = findRepository(state, input, context);
  const [asked] = input.imageIds ?? [];
  if (asked) throw imageNotFound(repository, printed(asked));
  return { imageDetails: [] };
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImages.html */
export const listImages: Operation<Given<ListImagesRequest>, ListImagesResponse, EcrState> = (
  state,
  input,
  context,
) => {
  findRepository(state, input, context);
  return { imageIds: [] };
};

/** As AWS prints an image id: `{imageDigest:'null', imageTag:'latest'}`. */
const printed = (image: ImageIdentifier): string =>
  `{imageDigest:'${image.imageDigest ?? 'null'}', imageTag:'${image.imageTag ?? 'null'}'}`;
