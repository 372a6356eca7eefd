import type {
  GetSdkTypeRequest,
  GetSdkTypesRequest,
  SdkConfigurationProperty,
  SdkType,
  SdkTypes,
} from '@aws-sdk/client-api-gateway';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import type { RestApiState } from '../state.ts';

const needed = (name: string, friendlyName: string, description: string): SdkConfigurationProperty => ({
  name,
  friendlyName,
  description,
  required: true,
});

const prefix = needed('classPrefix', 'Prefix', 'Prefix for all generated classes');
const serviceName = needed('service.name', 'Service Name', 'Name of the service');

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-generate-sdk.html */
const types: readonly SdkType[] = [
  {
    id: 'android',
    friendlyName: 'Android',
    description: 'Android generated SDK',
    configurationProperties: [
      needed('groupId', 'Group ID', 'Maven group ID'),
      needed('artifactId', 'Artifact ID', 'Maven artifact ID'),
      needed('artifactVersion', 'Artifact version', 'Maven artifact version'),
      needed('invokerPackage', 'Invoker package', 'Root package for the generated classes'),
    ],
  },
  {
    id: 'java',
    friendlyName: 'Java SDK',
    description: 'Java generated SDK',
    configurationProperties: [
      serviceName,
      needed('java.package-name', 'Java Package Name', 'Name of the Java package of the SDK'),
      needed('java.build-system', 'Java Build System', 'Build system to use'),
      needed('java.group-id', 'Java Group Id', 'Group ID of the artifact'),
      needed('java.artifact-id', 'Java Artifact Id', 'Artifact ID'),
      needed('java.artifact-version', 'Java Artifact Version', 'Version of the artifact'),
    ],
  },
  { id: 'javascript', friendlyName: 'JavaScript', description: 'JavaScript generated SDK' },
  {
    id: 'objectivec',
    friendlyName: 'iOS (Objective-C)',
    description: 'iOS generated SDK (Objective-C)',
    configurationProperties: [prefix],
  },
  { id: 'ruby', friendlyName: 'Ruby SDK', description: 'Ruby generated SDK', configurationProperties: [serviceName] },
  {
    id: 'swift',
    friendlyName: 'iOS (Swift)',
    description: 'iOS generated SDK (Swift)',
    configurationProperties: [prefix],
  },
];

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetSdkTypes.html */
export const getSdkTypes: Operation<Given<GetSdkTypesRequest>, SdkTypes, RestApiState> = (_state, input) =>
  listPage(types, input, ({ id = '' }) => id);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetSdkType.html */
export const getSdkType: Operation<Given<GetSdkTypeRequest>, SdkType, RestApiState> = (_state, { id }) =>
  types.find((type) => type.id === id) ?? raise(notFound('Invalid SDK type specified'));
