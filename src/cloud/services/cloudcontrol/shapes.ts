import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

// https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_Operations.html

const typeName: MemberShape = {
  required: true,
  min: 10,
  max: 196,
  pattern: /^[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}$/,
  patternText: '[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}',
};
const typeVersionId: MemberShape = { min: 1, max: 128, pattern: /^[A-Za-z0-9-]+$/, patternText: '[A-Za-z0-9-]+' };
const roleArn: MemberShape = {
  min: 20,
  max: 2048,
  pattern: /^arn:.+:iam::[0-9]{12}:role\/.+$/,
  patternText: 'arn:.+:iam::[0-9]{12}:role/.+',
};
const clientToken: MemberShape = { min: 1, max: 128, pattern: /^[-A-Za-z0-9+/=]+$/, patternText: '[-A-Za-z0-9+/=]+' };
const requestToken: MemberShape = { required: true, ...clientToken };
const identifier: MemberShape = { required: true, min: 1, max: 1024, pattern: /^.+$/, patternText: '.+' };
const document: MemberShape = { min: 1, max: 262_144, pattern: /^[\s\S]*$/, patternText: '(.|\\s)*' };
const nextToken: MemberShape = { min: 1, max: 2048, pattern: /^.+$/, patternText: '.+' };
const maxResults: MemberShape = { min: 1, max: 100 };
const onType = { TypeName: typeName, TypeVersionId: typeVersionId, RoleArn: roleArn };

/** Constraints of the inputs, by operation. */
export const cloudControlShapes: Readonly<Record<string, InputShape>> = {
  CancelResourceRequest: { RequestToken: requestToken },
  CreateResource: {
    ...onType,
    ClientToken: clientToken,
    DesiredState: { ...document, required: true, sensitive: true },
  },
  DeleteResource: { ...onType, ClientToken: clientToken, Identifier: identifier },
  GetResource: { ...onType, Identifier: identifier },
  GetResourceRequestStatus: { RequestToken: requestToken },
  ListResourceRequests: {
    MaxResults: maxResults,
    NextToken: nextToken,
    ResourceRequestStatusFilter: {
      members: {
        Operations: { each: { enum: ['CREATE', 'DELETE', 'UPDATE'] } },
        OperationStatuses: {
          each: { enum: ['PENDING', 'IN_PROGRESS', 'SUCCESS', 'FAILED', 'CANCEL_IN_PROGRESS', 'CANCEL_COMPLETE'] },
        },
      },
    },
  },
  ListResources: {
    ...onType,
    NextToken: nextToken,
    MaxResults: maxResults,
    ResourceModel: { ...document, sensitive: true },
  },
  UpdateResource: {
    ...onType,
    ClientToken: clientToken,
    Identifier: identifier,
    PatchDocument: { ...document, required: true, sensitive: true },
  },
};
