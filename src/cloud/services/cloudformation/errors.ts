import { AwsError } from '../../kernel/errors.ts';

// The codes and texts of CloudFormation's answers:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html and each operation's page.

/** CloudFormation has one code for nearly everything; tools tell errors apart by their texts. */
export const validationError = (message: string) => new AwsError('ValidationError', message);

/** The template cannot be understood, whoever hands it in. */
export const templateFormatError = (message: string) => validationError(`Template format error: ${message}`);

/** DescribeStacks and most others say it this way … */
export const stackNotFound = (stack: string) => validationError(`Stack with id ${stack} does not exist`);

/** … and these, which address what belongs to a stack, that way. */
export const bracketedStackNotFound = (stack: string) => validationError(`Stack [${stack}] does not exist`);

/** The name is taken, also by a stack whose creation failed. */
export const stackAlreadyExists = (name: string) =>
  new AwsError('AlreadyExistsException', `Stack [${name}] already exists`, { status: 400 });

/** With `ChangeSetNotFound` as its code, which clients wait for after a deletion. */
export const changeSetNotFound = (changeSet: string) =>
  new AwsError('ChangeSetNotFound', `ChangeSet [${changeSet}] does not exist`, { status: 404 });

/** Names of change sets mean nothing without their stack. */
export const stackNameMissing = () =>
  validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');

/** Within one stack names of change sets are unique, until they are deleted. */
export const changeSetAlreadyExists = (changeSet: string) =>
  new AwsError('AlreadyExistsException', `ChangeSet ${changeSet} already exists`, { status: 400 });

/** Executed or deleted at the wrong time. */
export const invalidChangeSetStatus = (message: string) =>
  new AwsError('InvalidChangeSetStatus', message, { status: 400 });

/** A logical id that the stack does not know. */
export const resourceNotFound = (logicalId: string, stack: string) =>
  validationError(`Resource ${logicalId} does not exist for stack ${stack}`);

/** Clients look for this text and take it for success. */
export const noUpdates = () => validationError('No updates are to be performed.');

/** An operation is under way, or the last one failed in a way that must be dealt with first. */
export const stackBusy = (stackId: string, status: string) =>
  validationError(`Stack:${stackId} is in ${status} state and can not be updated.`);

/** The template makes IAM resources, and the caller did not say that this is meant. */
export const insufficientCapabilities = (capabilities: readonly string[]) =>
  new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${capabilities.join(', ')}]`, {
    status: 400,
  });

/** Protection is taken off by UpdateTerminationProtection, not by deleting harder. */
export const terminationProtected = (name: string) =>
  validationError(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`);
