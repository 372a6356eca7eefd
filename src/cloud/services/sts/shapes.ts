import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/** Characters of session names and source identities: letters, digits and `_=,.@-`. */
const sessionName: MemberShape = { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/, patternText: '[\\w+=,.@-]*' };

const mfa = {
  SerialNumber: { min: 9, max: 256, pattern: /^[\w+=/:,.@-]*$/, patternText: '[\\w+=/:,.@-]*' },
  TokenCode: { min: 6, max: 6, pattern: /^\d*$/, patternText: '[\\d]*' },
} satisfies InputShape;

const tag: InputShape = {
  Key: { required: true, min: 1, max: 128 },
  Value: { required: true, max: 256 },
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html */
export const stsShapes = {
  AssumeRole: {
    RoleArn: { required: true, min: 20, max: 2048 },
    RoleSessionName: { required: true, ...sessionName },
    PolicyArns: { max: 10, each: { members: { arn: { min: 20, max: 2048 } } } },
    Policy: { min: 1, max: 2048 },
    DurationSeconds: { min: 900, max: 43_200 },
    Tags: { max: 50, each: { members: tag } },
    TransitiveTagKeys: { max: 50, each: { min: 1, max: 128 } },
    ...mfa,
    ExternalId: { min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/, patternText: '[\\w+=,.@:\\/-]*' },
    SourceIdentity: sessionName,
  },
  AssumeRoleWithWebIdentity: {
    RoleArn: { required: true, min: 20, max: 2048 },
    RoleSessionName: { required: true, ...sessionName },
    WebIdentityToken: { required: true, min: 4, max: 20_000, sensitive: true },
    PolicyArns: { max: 10, each: { members: { arn: { min: 20, max: 2048 } } } },
    Policy: { min: 1, max: 2048 },
    DurationSeconds: { min: 900, max: 43_200 },
  },
  DecodeAuthorizationMessage: { EncodedMessage: { required: true, min: 1, max: 10_240 } },
  GetFederationToken: {
    Name: { required: true, ...sessionName, max: 32 },
    Policy: { min: 1, max: 2048 },
    PolicyArns: { max: 10, each: { members: { arn: { min: 20, max: 2048 } } } },
    DurationSeconds: { min: 900, max: 129_600 },
    Tags: { max: 50, each: { members: tag } },
  },
  GetAccessKeyInfo: {
    AccessKeyId: { required: true, min: 16, max: 128, pattern: /^\w*$/, patternText: '[\\w]*' },
  },
  GetSessionToken: {
    DurationSeconds: { min: 900, max: 129_600 },
    ...mfa,
  },
} satisfies Readonly<Record<string, InputShape>>;
