import { AwsError, UnsupportedError } from '../kernel/errors.ts';
import type { Protocol } from './model/protocol.ts';

/** A body that is not what the model says; every protocol knows it by this code. */
export function serializationException(message?: string): AwsError {
  return new AwsError('SerializationException', message ?? '', { status: 400 });
}

/** `NUMBER_VALUE cannot be converted to String`, as AWS's parser names the token. */
export function inconvertible(value: unknown, type: string): AwsError {
  return serializationException(`${tokenOf(value)} cannot be converted to ${type}`);
}

/** A JSON value's token as AWS's parser calls it. */
export function tokenOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return 'STRING_VALUE';
}

/** Thrown while it is not yet known which operation is called: carries how the answer must be written. */
export class UnidentifiedCallError extends AwsError {
  readonly protocol: Protocol;
  /** Undefined when not even the service is known. */
  readonly service: string | undefined;

  constructor(protocol: Protocol, service: string | undefined, error: AwsError) {
    const { status = 400, headers, fault, members } = error;
    super(error.code, error.message, { status, headers, fault, members });
    this.protocol = protocol;
    this.service = service;
  }
}

/** A service that we have no model of: its protocol can only be guessed from the look of the request. */
export class UnknownServiceError extends UnsupportedError {
  readonly protocol: Protocol;
  readonly signingName: string;

  constructor(protocol: Protocol, signingName: string, operation: string | undefined) {
    super(`the service ${signingName}${operation === undefined ? '' : ` (asked for ${operation})`}`);
    this.protocol = protocol;
    this.signingName = signingName;
  }
}
