import { resourceType } from '../../../service-kit/resource-type.ts';
import { permissionReading } from './policy-and-layer-readings.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
export const permissionResource = resourceType({
  type: 'AWS::Lambda::Permission',
  reading: permissionReading,
  service: 'lambda',
  properties: {
    Action: 'text',
    EventSourceToken: 'text',
    FunctionName: 'text',
    FunctionUrlAuthType: 'text',
    InvokedViaFunctionUrl: 'flag',
    Principal: 'text',
    PrincipalOrgID: 'text',
    SourceAccount: 'text',
    SourceArn: 'text',
  },
  name: { max: 100 },
  create: { operation: 'AddPermission', input: (p, { id }) => ({ ...p, StatementId: id }) },
  attributes: { Id: (_, _p, { id }) => id },
  delete: {
    operation: 'RemovePermission',
    input: ({ FunctionName }, { id }) => ({ FunctionName, StatementId: id }),
    gone: ['ResourceNotFoundException'],
  },
});
