import type { GetFunctionUrlConfigResponse } from '@aws-sdk/client-lambda';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { urlReading } from './readings.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-url.html */
export const urlResource = resourceType({
  type: 'AWS::Lambda::Url',
  reading: urlReading,
  service: 'lambda',
  properties: {
    AuthType: 'text',
    Cors: {
      members: {
        AllowCredentials: 'flag',
        AllowHeaders: { list: 'text' },
        AllowMethods: { list: 'text' },
        AllowOrigins: { list: 'text' },
        ExposeHeaders: { list: 'text' },
        MaxAge: 'number',
      },
    },
    InvokeMode: 'text',
    Qualifier: 'text',
    TargetFunctionArn: 'text',
  },
  create: {
    operation: 'CreateFunctionUrlConfig',
    input: ({ TargetFunctionArn, ...rest }) => ({ ...rest, FunctionName: TargetFunctionArn }),
    physicalId: (output: GetFunctionUrlConfigResponse) => output.FunctionArn,
  },
  attributes: {
    FunctionArn: (output: GetFunctionUrlConfigResponse) => output.FunctionArn,
    FunctionUrl: (output: GetFunctionUrlConfigResponse) => output.FunctionUrl,
  },
  update: {
    operation: 'UpdateFunctionUrlConfig',
    input: ({ AuthType, Cors = {}, InvokeMode = 'BUFFERED' }, { id }) => ({
      FunctionName: id,
      AuthType,
      Cors,
      InvokeMode,
    }),
  },
  delete: {
    operation: 'DeleteFunctionUrlConfig',
    input: (_, { id }) => ({ FunctionName: id }),
    gone: ['ResourceNotFoundException'],
  },
});
