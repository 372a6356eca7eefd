import { getAtt, ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const cognitoUserPool: ResourceType = {
  type: 'AWS::Cognito::UserPool',
  properties: generated(
    'AccountRecoverySetting',
    'AdminCreateUserConfig',
    'AliasAttributes',
    'AutoVerifiedAttributes',
    'DeletionProtection',
    'DeviceConfiguration',
    'EmailAuthenticationMessage',
    'EmailAuthenticationSubject',
    'EmailConfiguration',
    'EmailVerificationMessage',
    'EmailVerificationSubject',
    'EnabledMfas',
    'LambdaConfig',
    'MfaConfiguration',
    'Policies',
    'Schema',
    'SmsAuthenticationMessage',
    'SmsConfiguration',
    'SmsVerificationMessage',
    'UserAttributeUpdateSettings',
    'UsernameAttributes',
    'UsernameConfiguration',
    'UserPoolAddOns',
    'UserPoolName',
    'UserPoolTags',
    'UserPoolTier',
    'VerificationMessageTemplate',
    'WebAuthnRelyingPartyID',
    'WebAuthnUserVerification',
  ),
  runtime: {
    name: ({ logicalId }) => ref(logicalId),
    arn: ({ logicalId }) => getAtt(logicalId, 'Arn'),
    provider_name: ({ logicalId }) => getAtt(logicalId, 'ProviderName'),
    provider_url: ({ logicalId }) => getAtt(logicalId, 'ProviderURL'),
  },
};
