import type { SdkConfigurationProperty, SdkType } from '@aws-sdk/client-api-gateway';

const required = (name: string, friendlyName: string, description: string): SdkConfigurationProperty => ({
  name,
  friendlyName,
  description,
  required: true,
});

const classPrefix = required('classPrefix', 'Prefix', 'The prefix of the classes of the generated SDK.');

/**
 * Platforms that AWS generates clients for, with their parameters; we generate `javascript` alone.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_GetSdk.html
 */
export const sdkTypes: readonly SdkType[] = [
  {
    id: 'android',
    friendlyName: 'Android',
    description: 'Java SDK for Android',
    configurationProperties: [
      required('groupId', 'Group ID', 'The Maven group ID.'),
      required('artifactId', 'Artifact ID', 'The Maven artifact ID.'),
      required('artifactVersion', 'Artifact Version', 'The Maven artifact version.'),
      required('invokerPackage', 'Invoker package', 'The package of the generated client.'),
    ],
  },
  {
    id: 'java',
    friendlyName: 'Java SDK',
    description: 'Java SDK',
    configurationProperties: [
      required('serviceName', 'Service Name', 'The name of the client.'),
      required('javaPackageName', 'Java Package Name', 'The package of the generated client.'),
    ],
  },
  { id: 'javascript', friendlyName: 'JavaScript', description: 'JavaScript SDK', configurationProperties: [] },
  {
    id: 'objectivec',
    friendlyName: 'iOS (Objective-C)',
    description: 'Objective-C SDK for iOS',
    configurationProperties: [classPrefix],
  },
  {
    id: 'ruby',
    friendlyName: 'Ruby',
    description: 'Ruby SDK',
    configurationProperties: [required('service.name', 'Service Name', 'The name of the client.')],
  },
  {
    id: 'swift',
    friendlyName: 'iOS (Swift)',
    description: 'Swift SDK for iOS',
    configurationProperties: [classPrefix],
  },
];
