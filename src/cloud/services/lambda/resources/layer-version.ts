import type { PublishLayerVersionResponse } from '@aws-sdk/client-lambda';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { layerVersionReading } from './policy-and-layer-readings.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversion.html */
export const layerVersionResource = resourceType({
  type: 'AWS::Lambda::LayerVersion',
  reading: layerVersionReading,
  service: 'lambda',
  properties: {
    CompatibleArchitectures: { list: 'text' },
    CompatibleRuntimes: { list: 'text' },
    Content: 'record',
    Description: 'text',
    LayerName: 'text',
    LicenseInfo: 'text',
  },
  name: { property: 'LayerName', max: 140 },
  create: {
    operation: 'PublishLayerVersion',
    input: (p, { id }) => ({ ...p, LayerName: id }),
    physicalId: (output: PublishLayerVersionResponse) => output.LayerVersionArn,
  },
  attributes: { LayerVersionArn: (output: PublishLayerVersionResponse) => output.LayerVersionArn },
  delete: { operation: 'DeleteLayerVersion', input: (_, { id }) => addressOf(id) },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversionpermission.html */
export const layerVersionPermissionResource = resourceType({
  type: 'AWS::Lambda::LayerVersionPermission',
  service: 'lambda',
  properties: { Action: 'text', LayerVersionArn: 'text', OrganizationId: 'text', Principal: 'text' },
  name: { max: 100 },
  create: {
    operation: 'AddLayerVersionPermission',
    input: ({ LayerVersionArn, ...rest }, { id }) => ({
      ...rest,
      ...addressOf(LayerVersionArn ?? ''),
      StatementId: id,
    }),
    physicalId: (_, p, { id }) => `${p.LayerVersionArn}#${id}`,
  },
  attributes: { Id: (_, _p, { id }) => id },
  delete: {
    operation: 'RemoveLayerVersionPermission',
    input: (_, { id }) => {
      const [arn = '', StatementId] = id.split('#');
      return { ...addressOf(arn), StatementId };
    },
    gone: ['ResourceNotFoundException'],
  },
});

/** `arn:…:layer:name:3` → layer and number. */
function addressOf(arn: string): { readonly LayerName: string; readonly VersionNumber: number } {
  const [, LayerName = '', version = 0] = /:layer:([^:]+):(\d+)$/.exec(arn) ?? [];
  return { LayerName, VersionNumber: Number(version) };
}
