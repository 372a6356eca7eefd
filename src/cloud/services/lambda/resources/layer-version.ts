import type { PublishLayerVersionResponse } from '@aws-sdk/client-lambda';
import type { ResourceType } from '../../../service-kit/contract.ts';
import { asNumber, asText, given, ignoringAbsence } from './properties.ts';

const layerNameCharactersMax = 140;
const statementIdCharactersMax = 100;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversion.html */
export const layerVersionResource: ResourceType = {
  properties: ['CompatibleArchitectures', 'CompatibleRuntimes', 'Content', 'Description', 'LayerName', 'LicenseInfo'],
  async create(properties, context) {
    const { LayerVersionArn = '' } = await context.call<PublishLayerVersionResponse>('lambda', 'PublishLayerVersion', {
      LayerName: asText(properties.LayerName) ?? context.generateName(layerNameCharactersMax),
      Content: properties.Content,
      ...given({
        Description: asText(properties.Description),
        LicenseInfo: asText(properties.LicenseInfo),
        CompatibleRuntimes: properties.CompatibleRuntimes,
        CompatibleArchitectures: properties.CompatibleArchitectures,
      }),
    });
    return { physicalId: LayerVersionArn, attributes: { LayerVersionArn } };
  },
  async delete({ physicalId }, _properties, context) {
    await context.call('lambda', 'DeleteLayerVersion', addressOf(physicalId));
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversionpermission.html */
export const layerVersionPermissionResource: ResourceType = {
  properties: ['Action', 'LayerVersionArn', 'OrganizationId', 'Principal'],
  async create(properties, context) {
    const StatementId = context.generateName(statementIdCharactersMax);
    await context.call('lambda', 'AddLayerVersionPermission', {
      ...addressOf(asText(properties.LayerVersionArn) ?? ''),
      StatementId,
      Action: asText(properties.Action),
      Principal: asText(properties.Principal),
      ...given({ OrganizationId: asText(properties.OrganizationId) }),
    });
    return { physicalId: `${properties.LayerVersionArn}#${StatementId}`, attributes: { Id: StatementId } };
  },
  async delete({ physicalId }, _properties, context) {
    const [arn = '', StatementId] = physicalId.split('#');
    const work = context.call('lambda', 'RemoveLayerVersionPermission', { ...addressOf(arn), StatementId });
    await ignoringAbsence(work);
  },
};

/** `arn:…:layer:name:3` → layer and number. */
function addressOf(arn: string): { readonly LayerName: string; readonly VersionNumber: number } {
  const [, LayerName = '', version] = /:layer:([^:]+):(\d+)$/.exec(arn) ?? [];
  return { LayerName, VersionNumber: asNumber(version) ?? 0 };
}
