import type { CreateAccessKeyResponse } from '@aws-sdk/client-iam';
import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { textIn, unlessGone } from '../../../service-kit/properties.ts';

/** `Serial` does nothing but replace the key when it grows. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html */
export const accessKey: ResourceType = {
  properties: ['Serial', 'Status', 'UserName'],
  async create(properties, context) {
    const UserName = textIn(properties, 'UserName');
    const { AccessKey } = await context.call<CreateAccessKeyResponse>('iam', 'CreateAccessKey', { UserName });
    const physicalId = AccessKey?.AccessKeyId ?? '';
    if (textIn(properties, 'Status') === 'Inactive') await setStatus(physicalId, properties, context);
    return { physicalId, attributes: { SecretAccessKey: AccessKey?.SecretAccessKey } };
  },
  async update(state, properties, _previous, context) {
    await setStatus(state.physicalId, properties, context);
    return state;
  },
  delete: (state, properties, context) =>
    unlessGone(
      context.call('iam', 'DeleteAccessKey', {
        UserName: textIn(properties, 'UserName'),
        AccessKeyId: state.physicalId,
      }),
      'NoSuchEntity',
    ),
};

const setStatus = (AccessKeyId: string, properties: Properties, context: ResourceContext) =>
  context.call('iam', 'UpdateAccessKey', {
    UserName: textIn(properties, 'UserName'),
    AccessKeyId,
    Status: textIn(properties, 'Status') ?? 'Active',
  });
