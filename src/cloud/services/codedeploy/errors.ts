import { AwsError, UnsupportedError } from '../../kernel/errors.ts';

/* https://docs.aws.amazon.com/codedeploy/latest/APIReference/CommonErrors.html and the operations' pages. */

const refusal = (code: string) => (message: string) => new AwsError(code, message);

export const applicationMissing = (name: string): AwsError =>
  new AwsError('ApplicationDoesNotExistException', `No application found for name: ${name}`);
export const applicationExists = (name: string): AwsError =>
  new AwsError('ApplicationAlreadyExistsException', `Application already exists: ${name}`);
export const groupMissing = (name: string): AwsError =>
  new AwsError('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`);
export const groupExists = (name: string): AwsError =>
  new AwsError('DeploymentGroupAlreadyExistsException', `Deployment group name already exists: ${name}`);
export const configMissing = (name: string): AwsError =>
  new AwsError('DeploymentConfigDoesNotExistException', `No Deployment Config found for name: ${name}`);
export const configExists = (name: string): AwsError =>
  new AwsError('DeploymentConfigAlreadyExistsException', `Deployment Config already exists: ${name}`);
export const configInUse = (name: string): AwsError =>
  new AwsError('DeploymentConfigInUseException', `The deployment configuration ${name} is in use`);
export const deploymentMissing = (id: string): AwsError =>
  new AwsError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
export const targetMissing = (id: string): AwsError =>
  new AwsError('DeploymentTargetDoesNotExistException', `The deployment target ${id} could not be found`);
export const revisionMissing = (): AwsError =>
  new AwsError('RevisionDoesNotExistException', 'No application revision found for the given revision');
export const deploymentUnderWay = (groupName: string, id: string): AwsError =>
  new AwsError(
    'DeploymentLimitExceededException',
    `The Deployment Group '${groupName}' already has an active Deployment '${id}'`,
  );
export const deploymentCompleted = (id: string): AwsError =>
  new AwsError('DeploymentAlreadyCompletedException', `Deployment ${id} has already completed`);
export const eventCompleted = (): AwsError =>
  new AwsError(
    'LifecycleEventAlreadyCompletedException',
    'An attempt to return the status of an already completed lifecycle event occurred.',
  );
export const invalidExecutionId = (): AwsError =>
  new AwsError(
    'InvalidLifecycleEventHookExecutionIdException',
    'A lifecycle event hook is invalid. Review the hooks section in your AppSpec file to ensure the lifecycle events and hooks functions are valid.',
  );
export const invalidExecutionStatus = (): AwsError =>
  new AwsError(
    'InvalidLifecycleEventHookExecutionStatusException',
    'The result of a Lambda validation function that verifies a lifecycle event is invalid. It should return Succeeded or Failed.',
  );
export const invalidRole = (): AwsError =>
  new AwsError('InvalidRoleException', 'The service role ARN was specified in an invalid format.');
export const invalidToken = (): AwsError =>
  new AwsError('InvalidNextTokenException', 'The next token was specified in an invalid format.');
export const batchTooLarge = (max: number, of: string): AwsError =>
  new AwsError('BatchLimitExceededException', `The maximum number of ${of} is ${max}.`);
export const invalidArn = (arn: string): AwsError =>
  new AwsError('InvalidArnException', `The specified ARN is not in a valid format: ${arn}`);

export const invalidRevision = refusal('InvalidRevisionException');
export const invalidRouting = refusal('InvalidTrafficRoutingConfigurationException');
export const invalidOperation = refusal('InvalidOperationException');
export const invalidStyle = refusal('InvalidDeploymentStyleException');
export const invalidAlarms = refusal('InvalidAlarmConfigException');
export const invalidRollback = refusal('InvalidAutoRollbackConfigException');
export const invalidTriggers = refusal('InvalidTriggerConfigException');
export const descriptionTooLong = refusal('DescriptionTooLongException');

/** A member that is missing, or not of its form: each has an exception of its own. */
export const required = (what: string, name: string): AwsError =>
  new AwsError(`${what}RequiredException`, `${name} is required.`);
export const invalidName = (what: string): AwsError =>
  new AwsError(`Invalid${what}Exception`, `${what} was specified in an invalid format.`);

/** Machines and containers do not exist here: what speaks of them is refused by name. */
export const notLambda = (what: string): UnsupportedError =>
  new UnsupportedError(`CodeDeploy's ${what}: of its compute platforms, Lambda alone is emulated`);
