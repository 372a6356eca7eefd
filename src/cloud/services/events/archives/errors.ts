import { AwsError } from '../../../kernel/errors.ts';

const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
const exists = (message: string): AwsError => new AwsError('ResourceAlreadyExistsException', message);

export const archiveNotFound = (name: string): AwsError => notFound(`Archive ${name} does not exist.`);
export const archiveExists = (name: string): AwsError => exists(`Archive ${name} already exists.`);
export const busNotFound = (name: string): AwsError => notFound(`Event bus ${name} does not exist.`);
export const replayNotFound = (name: string): AwsError => notFound(`Replay ${name} does not exist.`);
export const replayExists = (name: string): AwsError => exists(`Replay ${name} already exists.`);
export const notCancellable = (name: string): AwsError =>
  new AwsError('IllegalStatusException', `Replay ${name} is not in a valid state for this operation.`);
export const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
export const invalidParameter = (name: string, reason?: string): AwsError =>
  new AwsError(
    'ValidationException',
    `Parameter ${name} is not valid.${reason === undefined ? '' : ` Reason: ${reason}`}`,
  );
