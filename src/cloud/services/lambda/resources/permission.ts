import type { ResourceType } from '../../../service-kit/contract.ts';
import { asBoolean, asText, given, ignoringAbsence } from './properties.ts';

const statementIdCharactersMax = 100;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
export const permissionResource: ResourceType = {
  properties: [
    'Action',
    'EventSourceToken',
    'FunctionName',
    'FunctionUrlAuthType',
    'InvokedViaFunctionUrl',
    'Principal',
    'PrincipalOrgID',
    'SourceAccount',
    'SourceArn',
  ],
  async create(properties, context) {
    const StatementId = context.generateName(statementIdCharactersMax);
    await context.call('lambda', 'AddPermission', {
      StatementId,
      ...given({
        FunctionName: asText(properties.FunctionName),
        Action: asText(properties.Action),
        Principal: asText(properties.Principal),
        SourceArn: asText(properties.SourceArn),
        SourceAccount: asText(properties.SourceAccount),
        EventSourceToken: asText(properties.EventSourceToken),
        FunctionUrlAuthType: asText(properties.FunctionUrlAuthType),
        InvokedViaFunctionUrl: asBoolean(properties.InvokedViaFunctionUrl),
        PrincipalOrgID: asText(properties.PrincipalOrgID),
      }),
    });
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },
  async delete({ physicalId: StatementId }, { FunctionName }, context) {
    await ignoringAbsence(context.call('lambda', 'RemovePermission', { FunctionName, StatementId }));
  },
};
