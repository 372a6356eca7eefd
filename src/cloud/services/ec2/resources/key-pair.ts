import type { ImportKeyPairResult, KeyPair } from '@aws-sdk/client-ec2';
import { unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { callEc2, tagSpecifications } from './calls.ts';

/** Where CloudFormation puts the private key of a pair that it made. */
const parameterOf = (keyPairId: unknown): string => `/ec2/keypair/${String(keyPairId)}`;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-keypair.html */
export const keyPair = codedResourceType({
  type: 'AWS::EC2::KeyPair',
  properties: { KeyFormat: 'text', KeyName: 'text', KeyType: 'text', PublicKeyMaterial: 'text', Tags: 'tags' },
  attributes: ['KeyFingerprint', 'KeyPairId'],
  async create({ KeyName = '', KeyType, KeyFormat, PublicKeyMaterial, Tags }, context) {
    const TagSpecifications = tagSpecifications('key-pair', { Tags });
    if (PublicKeyMaterial !== undefined) {
      const input = { KeyName, PublicKeyMaterial: Buffer.from(PublicKeyMaterial), TagSpecifications };
      const { KeyFingerprint, KeyPairId } = await callEc2<ImportKeyPairResult>(context, 'ImportKeyPair', input);
      return { physicalId: KeyName, attributes: { KeyFingerprint, KeyPairId } };
    }
    const input = { KeyName, KeyType, KeyFormat, TagSpecifications };
    const { KeyFingerprint, KeyPairId, KeyMaterial } = await callEc2<KeyPair>(context, 'CreateKeyPair', input);
    const Name = parameterOf(KeyPairId);
    await context.call('ssm', 'PutParameter', { Name, Type: 'SecureString', Value: KeyMaterial });
    return { physicalId: KeyName, attributes: { KeyFingerprint, KeyPairId } };
  },
  async delete({ physicalId: KeyName, attributes }, { PublicKeyMaterial }, context) {
    await callEc2(context, 'DeleteKeyPair', { KeyName });
    if (PublicKeyMaterial !== undefined) return;
    const deletion = context.call('ssm', 'DeleteParameter', { Name: parameterOf(attributes?.KeyPairId) });
    await unlessGone(deletion, 'ParameterNotFound');
  },
});
