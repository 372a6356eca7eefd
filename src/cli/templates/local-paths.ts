/** How a property names what was uploaded. */
type Form =
  /** `s3://bucket/key` */
  | 'uri'
  /** `https://bucket.s3.region.amazonaws.com/key` */
  | 'url'
  /** `{ S3Bucket, S3Key }` */
  | 'code'
  /** `{ Bucket, Key }` */
  | 'place';

/** A property that may be a path on this machine. */
export interface LocalPath {
  /** `Command.ScriptLocation` lies in a structure. */
  readonly property: string;
  readonly form: Form;
  /** What lies there: `code` is built, `template` is packaged itself, `file` and `archive` are taken as they are. */
  readonly kind: 'code' | 'layer' | 'template' | 'file' | 'archive';
}

const path = (property: string, form: Form, kind: LocalPath['kind']): LocalPath => ({ property, form, kind });

/**
 * What `aws cloudformation package` and `sam package` upload, by resource type.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
 */
export const localPaths: Readonly<Record<string, readonly LocalPath[]>> = {
  'AWS::Serverless::Function': [path('CodeUri', 'uri', 'code')],
  'AWS::Lambda::Function': [path('Code', 'code', 'code')],
  'AWS::Serverless::LayerVersion': [path('ContentUri', 'uri', 'layer')],
  'AWS::Lambda::LayerVersion': [path('Content', 'code', 'layer')],
  'AWS::Serverless::Api': [path('DefinitionUri', 'uri', 'file')],
  'AWS::Serverless::HttpApi': [path('DefinitionUri', 'uri', 'file')],
  'AWS::Serverless::StateMachine': [path('DefinitionUri', 'uri', 'file')],
  'AWS::Serverless::GraphQLApi': [path('SchemaUri', 'uri', 'file')],
  'AWS::Serverless::Application': [path('Location', 'url', 'template')],
  'AWS::CloudFormation::Stack': [path('TemplateURL', 'url', 'template')],
  'AWS::CloudFormation::StackSet': [path('TemplateURL', 'url', 'template')],
  'AWS::ApiGateway::RestApi': [path('BodyS3Location', 'place', 'file')],
  'AWS::ApiGatewayV2::Api': [path('BodyS3Location', 'place', 'file')],
  'AWS::StepFunctions::StateMachine': [path('DefinitionS3Location', 'place', 'file')],
  'AWS::AppSync::GraphQLSchema': [path('DefinitionS3Location', 'uri', 'file')],
  'AWS::AppSync::Resolver': [
    path('RequestMappingTemplateS3Location', 'uri', 'file'),
    path('ResponseMappingTemplateS3Location', 'uri', 'file'),
    path('CodeS3Location', 'uri', 'file'),
  ],
  'AWS::AppSync::FunctionConfiguration': [
    path('RequestMappingTemplateS3Location', 'uri', 'file'),
    path('ResponseMappingTemplateS3Location', 'uri', 'file'),
    path('CodeS3Location', 'uri', 'file'),
  ],
  'AWS::ElasticBeanstalk::ApplicationVersion': [path('SourceBundle', 'code', 'archive')],
  'AWS::Glue::Job': [path('Command.ScriptLocation', 'uri', 'file')],
  'AWS::ServerlessRepo::Application': [path('ReadmeUrl', 'uri', 'file'), path('LicenseUrl', 'uri', 'file')],
  'AWS::CloudFormation::ModuleVersion': [path('ModulePackage', 'uri', 'archive')],
  'AWS::CloudFormation::ResourceVersion': [path('SchemaHandlerPackage', 'uri', 'archive')],
};

/** Where something was uploaded to. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

/** The value that takes the place of the path. */
export function valueFor(form: Form, { bucket, key }: S3Place, region: string): unknown {
  if (form === 'uri') return `s3://${bucket}/${key}`;
  if (form === 'code') return { S3Bucket: bucket, S3Key: key };
  if (form === 'place') return { Bucket: bucket, Key: key };
  return `https://${bucket}.s3.${region}.amazonaws.com/${key}`;
}

/** Whether a value is a path: no URL, no place in a bucket, and nothing that CloudFormation works out. */
export const isLocalPath = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !/^(https?|s3):\/\//i.test(value) && !value.startsWith('{{resolve:');
