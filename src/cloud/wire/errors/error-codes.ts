import type { Protocol } from '../model/protocol.ts';

/** Errors of AWS's service framework, which are in no service's model: where DynamoDB's `__type` says they come from. */
export const coralNamespaces: Readonly<Record<string, string>> = {
  AccessDeniedException: 'com.amazon.coral.service',
  ExpiredTokenException: 'com.amazon.coral.service',
  IncompleteSignatureException: 'com.amazon.coral.service',
  InternalFailure: 'com.amazon.coral.service',
  InvalidParameterValueException: 'com.amazon.coral.service',
  InvalidSignatureException: 'com.amazon.coral.service',
  MissingAuthenticationTokenException: 'com.amazon.coral.service',
  MissingRequiredParameterException: 'com.amazon.coral.service',
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
  UnrecognizedClientException: 'com.amazon.coral.service',
  ThrottlingException: 'com.amazon.coral.availability',
  ValidationException: 'com.amazon.coral.validate',
};

/** Errors that are in no model either, where a service that once spoke query still tells their old names. */
export const oldQueryCodes: Readonly<Record<string, string>> = {
  InvalidParameterValueException: 'InvalidParameterValue',
  MissingRequiredParameterException: 'MissingParameter',
};

interface Translation {
  readonly code: string;
  readonly status: number;
  readonly message?: string;
}

/** EC2 tells neither what is wrong with a signature nor with a key. */
const ec2AuthFailure: Translation = {
  code: 'AuthFailure',
  status: 401,
  message: 'AWS was not able to validate the provided access credentials',
};

type ByProtocol = Readonly<Partial<Record<Protocol, Translation>>>;

/** JSON protocols answer 400, REST ones 403. */
const json = (code: string): ByProtocol => ({
  awsJson1_0: { code, status: 400 },
  awsJson1_1: { code, status: 400 },
  rpcv2Cbor: { code, status: 400 },
  restJson1: { code, status: 403 },
});

/**
 * The same refusal has another name in each protocol. Thrown under the JSON protocols' name;
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html and S3's list of error codes.
 */
export const translatedCodes: Readonly<Record<string, ByProtocol>> = {
  // No refusal of a caller, but with a text for each protocol, too.
  QueueDoesNotExist: {
    awsQuery: {
      code: 'QueueDoesNotExist',
      status: 400,
      message: 'The specified queue does not exist for this wsdl version.',
    },
  },
  UnrecognizedClientException: {
    ...json('UnrecognizedClientException'),
    awsQuery: { code: 'InvalidClientTokenId', status: 403 },
    ec2Query: ec2AuthFailure,
    restXml: {
      code: 'InvalidAccessKeyId',
      status: 403,
      message: 'The AWS Access Key Id you provided does not exist in our records.',
    },
  },
  InvalidSignatureException: {
    ...json('InvalidSignatureException'),
    awsQuery: { code: 'SignatureDoesNotMatch', status: 403 },
    ec2Query: ec2AuthFailure,
    restXml: { code: 'SignatureDoesNotMatch', status: 403 },
  },
  ExpiredTokenException: {
    ...json('ExpiredTokenException'),
    awsQuery: { code: 'ExpiredToken', status: 403 },
    ec2Query: { code: 'RequestExpired', status: 400, message: 'Request has expired.' },
    restXml: { code: 'ExpiredToken', status: 400, message: 'The provided token has expired.' },
  },
  IncompleteSignatureException: {
    ...json('IncompleteSignatureException'),
    awsQuery: { code: 'IncompleteSignature', status: 400 },
    ec2Query: { code: 'IncompleteSignature', status: 400 },
    restXml: { code: 'AuthorizationHeaderMalformed', status: 400 },
  },
  MissingAuthenticationTokenException: {
    ...json('MissingAuthenticationTokenException'),
    awsQuery: { code: 'MissingAuthenticationToken', status: 403 },
    ec2Query: { code: 'MissingAuthenticationToken', status: 403 },
    restXml: { code: 'AccessDenied', status: 403 },
  },
  AccessDeniedException: {
    ...json('AccessDeniedException'),
    awsQuery: { code: 'AccessDenied', status: 403 },
    ec2Query: { code: 'UnauthorizedOperation', status: 403 },
    restXml: { code: 'AccessDenied', status: 403 },
  },
};
