import type { Fields } from './language/values.ts';
import { member } from './language/values.ts';
import type { Resource } from './resources/resource.ts';

const sam = (name: string) => `AWS::Serverless::${name}`;

/** What may take the place of a resource of the template that has the same id, by the generated type. */
const takers: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::ApiGateway::BasePathMapping', ['AWS::ApiGateway::BasePathMapping']],
  ['AWS::ApiGateway::BasePathMappingV2', ['AWS::ApiGateway::BasePathMappingV2']],
  ['AWS::ApiGateway::DomainName', ['AWS::ApiGateway::DomainName']],
  ['AWS::ApiGateway::DomainNameV2', ['AWS::ApiGateway::DomainNameV2']],
  ['AWS::ApiGateway::RestApi', [sam('Api')]],
  ['AWS::ApiGatewayV2::Api', [sam('HttpApi'), sam('WebSocketApi')]],
  ['AWS::CloudFormation::Stack', [sam('Application')]],
  ['AWS::Cognito::UserPool', ['AWS::Cognito::UserPool']],
  ['AWS::DynamoDB::Table', [sam('SimpleTable')]],
  ['AWS::Lambda::Function', [sam('Function')]],
  ['AWS::Lambda::LayerVersion', [sam('LayerVersion')]],
  ['AWS::S3::Bucket', ['AWS::S3::Bucket']],
  ['AWS::SNS::Topic', ['AWS::SNS::Topic']],
  ['AWS::StepFunctions::StateMachine', [sam('StateMachine')]],
]);

/** Whether a generated resource collides with none that the template has. */
export function isUnique(resource: Resource, declared: Readonly<Fields>): boolean {
  const present = declared[resource.logicalId];
  if (present === undefined) return true;
  return takers.get(resource.type)?.includes(String(member(present, 'Type'))) ?? false;
}
