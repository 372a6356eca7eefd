import { AwsError } from '../../kernel/errors.ts';

/*
 * What IAM refuses: one code for a kind of mistake, and a text for each.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and the operations' pages
 */

const notFound = (message: string): AwsError => new AwsError('NoSuchEntity', message, { status: 404 });
const conflict = (message: string): AwsError => new AwsError('DeleteConflict', message, { status: 409 });
const exists = (message: string): AwsError => new AwsError('EntityAlreadyExists', message, { status: 409 });

/** `what`: role, user, group, or `role policy`, … */
export const nameNotFound = (what: string, name: string): AwsError =>
  notFound(`The ${what} with name ${name} cannot be found.`);
export const policyNotFound = (arn: string): AwsError => notFound(`Policy ${arn} was not found.`);
/** For ARNs of well-formed policies that nobody made. */
export const policyNotAttachable = (arn: string): AwsError =>
  notFound(`Policy ${arn} does not exist or is not attachable.`);
/** For permissions boundaries alike. */
export const boundaryNotAttachable = (arn: string): AwsError =>
  notFound(`Scope ARN: ${arn} does not exist or is not attachable.`);
export const policyVersionNotFound = (arn: string, versionId: string): AwsError =>
  notFound(`Policy ${arn} version ${versionId} does not exist or is not attachable.`);
export const instanceProfileNotFound = (name: string): AwsError =>
  notFound(`Instance Profile ${name} cannot be found.`);
export const accessKeyNotFound = (id: string): AwsError => notFound(`The Access Key with id ${id} cannot be found.`);
export const oidcProviderNotFound = (arn: string): AwsError =>
  notFound(`OpenIDConnect Provider not found for arn ${arn}`);
export const oidcProviderTaken = (url: string): AwsError => exists(`Provider with url ${url} already exists.`);
export const loginProfileNotFound = (user: string): AwsError =>
  notFound(`Login Profile for User ${user} cannot be found.`);
export const loginProfileTaken = (user: string): AwsError => exists(`Login Profile for user ${user} already exists.`);
export const hasLoginProfile = (): AwsError => conflict('Cannot delete entity, must delete login profile first.');
export const aliasNotFound = (alias: string): AwsError => notFound(`The account alias ${alias} cannot be found.`);

export const passwordPolicyNotFound = (account: string): AwsError =>
  notFound(`The Password Policy with domain name ${account} cannot be found.`);
export const samlProviderNotFound = (arn: string): AwsError => notFound(`Manifest not found for arn ${arn}`);
export const samlProviderTaken = (name: string): AwsError => exists(`Provider with name ${name} already exists.`);
export const mfaDeviceNotFound = (serial: string): AwsError =>
  notFound(`VirtualMFADevice with serial number ${serial} doesn't exist.`);
export const mfaDeviceNotOfUser = (): AwsError => notFound('MFA Device invalid for user.');
export const mfaDeviceTaken = (): AwsError => exists('MFADevice entity at the same path and name already exists.');
export const mfaDeviceAssigned = (): AwsError => exists('MFA device is already in use.');
export const mfaDeviceInUse = (): AwsError => conflict('MFA VirtualDevice is in use. Must deactivate first.');
export const hasMfaDevice = (): AwsError => conflict('Cannot delete entity, must delete MFA device first.');
export const invalidAuthenticationCode = (): AwsError =>
  new AwsError('InvalidAuthenticationCode', 'Authentication code for device is not valid.', { status: 403 });
export const passwordPolicyViolation = (): AwsError =>
  new AwsError('PasswordPolicyViolation', 'Password does not conform to the account password policy.');

/** `what`: Role, User, Group. */
export const nameTaken = (what: string, name: string): AwsError => exists(`${what} with name ${name} already exists.`);
export const policyNameTaken = (name: string): AwsError =>
  exists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
export const instanceProfileTaken = (name: string): AwsError => exists(`Instance Profile ${name} already exists.`);

/** Entities go only when nothing hangs on them; one text for each thing that may. */
export const hasInlinePolicies = (): AwsError => conflict('Cannot delete entity, must delete policies first.');
export const hasAttachedPolicies = (): AwsError => conflict('Cannot delete entity, must detach all policies first.');
export const isInInstanceProfile = (): AwsError =>
  conflict('Cannot delete entity, must remove roles from instance profile first.');
export const hasAccessKeys = (): AwsError => conflict('Cannot delete entity, must delete access keys first.');
export const isInGroups = (): AwsError => conflict('Cannot delete entity, must remove users from group first.');
export const policyInUse = (): AwsError => conflict('Cannot delete a policy attached to entities.');
export const policyHasVersions = (): AwsError =>
  conflict(
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. " +
      'The default version is deleted with the policy.',
  );
export const defaultVersionInUse = (): AwsError => conflict('Cannot delete the default version of a policy.');

/** For IAM's quotas, which count per entity. */
export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceeded', message, { status: 409 });
export const malformedPolicy = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);
export const invalidInput = (message: string): AwsError => new AwsError('InvalidInput', message);
/** For what is no ARN, or that of another kind of thing. */
export const arnNotValid = (arn: string): AwsError => invalidInput(`ARN ${arn} is not valid.`);
export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);
/** For roles that services have made for themselves. */
export const unmodifiable = (message: string): AwsError => new AwsError('UnmodifiableEntity', message);
