import type {
  PutImageScanningConfigurationRequest,
  PutImageScanningConfigurationResponse,
  PutImageTagMutabilityRequest,
  PutImageTagMutabilityResponse,
} from '@aws-sdk/client-ecr';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findRepository } from '../find-repository.ts';
import type { EcrState } from '../state.ts';
import { assertMutability } from './create-repository.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImageScanningConfiguration.html */
export const putImageScanningConfiguration: Operation<
  Given<PutImageScanningConfigurationRequest>,
  PutImageScanningConfigurationResponse,
  EcrState
> = (state, input, context) => {
  const repository = findRepository(state, input, context);
  const scanOnPush = input.imageScanningConfiguration.scanOnPush ?? false;
  state.repositories.set(repository.name, { ...repository, scanOnPush });
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageScanningConfiguration: { scanOnPush },
  };
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImageTagMutability.html */
export const putImageTagMutability: Operation<
  Given<PutImageTagMutabilityRequest>,
  PutImageTagMutabilityResponse,
  EcrState
> = (state, input, context) => {
  const { tagMutabilityExclusions: _, ...repository } = findRepository(state, input, context);
  assertMutability(input);
  const filters = input.imageTagMutabilityExclusionFilters;
  state.repositories.set(repository.name, {
    ...repository,
    tagMutability: input.imageTagMutability,
    ...(filters && { tagMutabilityExclusions: filters }),
  });
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageTagMutability: input.imageTagMutability,
    ...(filters && { imageTagMutabilityExclusionFilters: filters }),
  };
};
