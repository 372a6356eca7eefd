import type { DocumentationPart, DocumentationVersion } from '@aws-sdk/client-api-gateway';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { replacements } from './patches.ts';
import { inputOf } from './service-input.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-documentationpart.html */
export const documentationPart = resourceType({
  type: 'AWS::ApiGateway::DocumentationPart',
  service: 'apigateway',
  properties: {
    Location: { members: { Method: 'text', Name: 'text', Path: 'text', StatusCode: 'text', Type: 'text' } },
    Properties: 'document',
    RestApiId: 'text',
  },
  create: {
    operation: 'CreateDocumentationPart',
    input: inputOf,
    physicalId: (output: DocumentationPart) => output.id,
  },
  attributes: { DocumentationPartId: (output: DocumentationPart) => output.id },
  update: {
    operation: 'UpdateDocumentationPart',
    input: (p, { id, previous }) => ({
      restApiId: p.RestApiId,
      documentationPartId: id,
      patchOperations: replacements({ Properties: '/properties' }, p, previous),
    }),
  },
  delete: {
    operation: 'DeleteDocumentationPart',
    input: ({ RestApiId }, { id }) => ({ restApiId: RestApiId, documentationPartId: id }),
    gone: ['NotFoundException'],
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-documentationversion.html */
export const documentationVersion = resourceType({
  type: 'AWS::ApiGateway::DocumentationVersion',
  service: 'apigateway',
  properties: { Description: 'text', DocumentationVersion: 'text', RestApiId: 'text' },
  create: {
    operation: 'CreateDocumentationVersion',
    input: inputOf,
    physicalId: (output: DocumentationVersion) => output.version,
  },
  update: {
    operation: 'UpdateDocumentationVersion',
    input: (p, { id, previous }) => ({
      restApiId: p.RestApiId,
      documentationVersion: id,
      patchOperations: replacements({ Description: '/description' }, p, previous),
    }),
  },
  delete: {
    operation: 'DeleteDocumentationVersion',
    input: ({ RestApiId }, { id }) => ({ restApiId: RestApiId, documentationVersion: id }),
    gone: ['NotFoundException'],
  },
});
