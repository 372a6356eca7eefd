import { AwsError } from '../../kernel/errors.ts';

/* What ECR refuses. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html and the operations' pages. */

interface Named {
  readonly name: string;
  readonly registryId: string;
}

export const repositoryNotFound = ({ name, registryId }: Named): AwsError =>
  new AwsError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );

export const repositoryExists = ({ name, registryId }: Named): AwsError =>
  new AwsError(
    'RepositoryAlreadyExistsException',
    `The repository with name '${name}' already exists in the registry with id '${registryId}'`,
  );

export const policyNotFound = ({ name, registryId }: Named): AwsError =>
  new AwsError(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
  );

export const lifecyclePolicyNotFound = ({ name, registryId }: Named): AwsError =>
  new AwsError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
  );

export const imageNotFound = ({ name, registryId }: Named, image: string): AwsError =>
  new AwsError(
    'ImageNotFoundException',
    `The image with imageId ${image} does not exist within the repository with name '${name}' in the registry with id '${registryId}'`,
  );

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);
