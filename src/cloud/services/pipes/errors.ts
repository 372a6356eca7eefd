import { AwsError } from '../../kernel/errors.ts';

/* https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/CommonErrors.html */

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

/** One member that does not go with the rest, named as AWS does: `{"ValidationErrorFields":[…]}`. */
export const invalidField = (name: string, message: string): AwsError =>
  new AwsError('ValidationException', JSON.stringify({ ValidationErrorFields: [{ Name: name, Message: message }] }), {
    members: { fieldList: [{ name, message }] },
  });

export const missingParameter = (name: string): AwsError => invalidField(name, 'Missing required parameter.');

export const pipeNotFound = (name: string): AwsError =>
  new AwsError('NotFoundException', `Pipe ${name} does not exist.`);

export const pipeExists = (name: string): AwsError =>
  new AwsError('ConflictException', `Pipe ${name} already exists.`, {
    members: { resourceId: name, resourceType: 'pipe' },
  });

/** What a pipe's `StateReason` says where its source cannot be read. */
export const invalidInput = (reason: string): string =>
  `Input parameter is invalid from the request due to : ${reason}`;
