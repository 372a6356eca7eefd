import { AwsError } from '../../kernel/errors.ts';

// The codes and texts of CloudFormation's answers:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html and each operation's page.

export const validationError = (message: string) => new AwsError('ValidationError', message);

export const templateFormatError = (message: string) => validationError(`Template format error: ${message}`);

/** DescribeStacks and most others say it this way … */
export const stackNotFound = (stack: string) => validationError(`Stack with id ${stack} does not exist`);

/** … and these, which address what belongs to a stack, that way. */
export const bracketedStackNotFound = (stack: string) => validationError(`Stack [${stack}] does not exist`);

export const stackAlreadyExists = (name: string) =>
  new AwsError('AlreadyExistsException', `Stack [${name}] already exists`, { status: 400 });

export const changeSetNotFound = (changeSet: string) =>
  new AwsError('ChangeSetNotFound', `ChangeSet [${changeSet}] does not exist`, { status: 404 });

export const changeSetAlreadyExists = (changeSet: string) =>
  new AwsError('AlreadyExistsException', `ChangeSet ${changeSet} already exists`, { status: 400 });

export const invalidChangeSetStatus = (message: string) =>
  new AwsError('InvalidChangeSetStatus', message, { status: 400 });

export const resourceNotFound = (logicalId: string, stack: string) =>
  validationError(`Resource ${logicalId} does not exist for stack ${stack}`);

export const noUpdates = () => validationError('No updates are to be performed.');

export const stackBusy = (stackId: string, status: string) =>
  validationError(`Stack:${stackId} is in ${status} state and can not be updated.`);

export const insufficientCapabilities = (capabilities: readonly string[]) =>
  new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${capabilities.join(', ')}]`, {
    status: 400,
  });

export const terminationProtected = (name: string) =>
  validationError(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`);
