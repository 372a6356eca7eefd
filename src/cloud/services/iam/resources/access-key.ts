import type { CreateAccessKeyResponse } from '@aws-sdk/client-iam';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';

const properties = { Serial: 'number', Status: 'text', UserName: 'text' } as const;

/** `Serial` does nothing but replace the key when it grows. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html */
export const accessKey = codedResourceType({
  type: 'AWS::IAM::AccessKey',
  properties,
  attributes: ['Id', 'SecretAccessKey'],
  async create(p, context) {
    const { AccessKey } = await context.call<CreateAccessKeyResponse>('iam', 'CreateAccessKey', {
      UserName: p.UserName,
    });
    const physicalId = AccessKey?.AccessKeyId ?? '';
    if (p.Status === 'Inactive') await setStatus(physicalId, p, context);
    return { physicalId, attributes: { Id: physicalId, SecretAccessKey: AccessKey?.SecretAccessKey } };
  },
  async update(state, p, _, context) {
    await setStatus(state.physicalId, p, context);
    return state;
  },
  delete: ({ physicalId: AccessKeyId }, { UserName }, context) =>
    unlessGone(context.call('iam', 'DeleteAccessKey', { UserName, AccessKeyId }), 'NoSuchEntity'),
});

const setStatus = (AccessKeyId: string, p: Values<typeof properties>, context: ResourceContext) =>
  context.call('iam', 'UpdateAccessKey', { UserName: p.UserName, AccessKeyId, Status: p.Status ?? 'Active' });
