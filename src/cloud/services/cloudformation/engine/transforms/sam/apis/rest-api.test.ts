import { describe, expect, it } from 'vitest';
import { parseTemplateText } from '../../../template/parse-text.ts';
import { type Fields, member } from '../language/values.ts';
import { transformSam } from '../transform-sam.ts';

/* The outcomes are those of AWS's own transform. */

const transformed = (yaml: string, now = 0): Record<string, Fields> =>
  transformSam(parseTemplateText(`Resources:\n${yaml}`) as Fields, { region: 'us-east-1', parameters: {}, now })
    .Resources as Record<string, Fields>;

const api = (properties: string): Record<string, Fields> =>
  transformed(`
  MyApi:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
${properties
  .trim()
  .split('\n')
  .map((line) => `      ${line}`)
  .join('\n')}`);

const typesOf = (resources: Record<string, Fields>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(resources).map(([id, { Type }]) => [id, Type]));

const definition =
  'DefinitionBody: {openapi: 3.0.1, paths: {/a: {get: {x-amazon-apigateway-integration: {type: mock}}}}}';

describe('a REST API of SAM', () => {
  it('becomes an API with a deployment named after its content, and a stage', () => {
    const made = api(`
Name: hello
DefinitionBody:
  swagger: 2.0
  info: {title: Hé "x" it's, version: '1.0'}
  paths:
    /hello:
      get:
        responses: {'200': {description: OK}, default: {description: "a\\nb\\\\c"}}
        x-amazon-apigateway-integration:
          type: aws_proxy
          httpMethod: POST
          uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations
    /b/{id}:
      any: {responses: {}}
      post: {x-n: 3, x-f: 1.5, x-b: true, x-null: null, x-list: [a, 1, 2.0, {a: b}]}`);

    expect(typesOf(made)).toEqual({
      MyApi: 'AWS::ApiGateway::RestApi',
      MyApiDeploymentf6ef65726a: 'AWS::ApiGateway::Deployment',
      MyApiprodStage: 'AWS::ApiGateway::Stage',
    });
    expect(made.MyApiprodStage).toEqual({
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId: { Ref: 'MyApi' },
        StageName: 'prod',
        DeploymentId: { Ref: 'MyApiDeploymentf6ef65726a' },
      },
    });
  });

  it('has in its definition what its other properties say', () => {
    const made = api(`
OpenApiVersion: 3.0.1
Cors: "'*'"
BinaryMediaTypes: [image~1png]
DisableExecuteApiEndpoint: true
Models: {User: {type: object}}
GatewayResponses: {UNAUTHORIZED: {StatusCode: 401, ResponseParameters: {Headers: {A: "'b'"}}}}
Auth:
  DefaultAuthorizer: Cog
  ApiKeyRequired: true
  AddDefaultAuthorizerToCorsPreflight: false
  AddApiKeyRequiredToCorsPreflight: false
  Authorizers:
    Cog: {UserPoolArn: arn}
    Fn: {FunctionArn: !GetAtt Fn.Arn, FunctionPayloadType: REQUEST, Identity: {Headers: [A, B], Context: [c]}}
  ResourcePolicy: {IpRangeWhitelist: [1.2.3.4]}
  UsagePlan: {CreateUsagePlan: PER_API}
${definition}`);

    expect(Object.keys(made).sort()).toEqual([
      'MyApi',
      'MyApiApiKey',
      'MyApiDeployment75376acfd9',
      'MyApiFnAuthorizerPermission',
      'MyApiUsagePlan',
      'MyApiUsagePlanKey',
      'MyApiprodStage',
    ]);
    expect(made.MyApi?.Properties).toEqual({
      Body: {
        paths: {
          '/a': {
            options: {
              'x-amazon-apigateway-integration': {
                type: 'mock',
                requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
                responses: {
                  default: {
                    statusCode: '200',
                    responseTemplates: { 'application/json': '{}\n' },
                    responseParameters: {
                      'method.response.header.Access-Control-Allow-Origin': "'*'",
                      'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS'",
                    },
                  },
                },
              },
              responses: {
                '200': {
                  headers: {
                    'Access-Control-Allow-Origin': { schema: { schema: { schema: { type: 'string' } } } },
                    'Access-Control-Allow-Methods': { schema: { schema: { schema: { type: 'string' } } } },
                  },
                  description: 'Default response for CORS method',
                },
              },
              summary: 'CORS support',
            },
            get: { 'x-amazon-apigateway-integration': { type: 'mock' }, security: [{ Cog: [] }, { api_key: [] }] },
          },
        },
        'x-amazon-apigateway-gateway-responses': {
          UNAUTHORIZED: {
            responseParameters: { 'gatewayresponse.header.A': "'b'" },
            responseTemplates: {},
            statusCode: '401',
          },
        },
        openapi: '3.0.1',
        'x-amazon-apigateway-policy': {
          Version: '2012-10-17',
          Statement: [
            {
              Action: 'execute-api:Invoke',
              Resource: [
                { 'Fn::Sub': ['execute-api:/${__Stage__}/OPTIONS/a', { __Stage__: 'prod' }] },
                { 'Fn::Sub': ['execute-api:/${__Stage__}/GET/a', { __Stage__: 'prod' }] },
              ],
              Effect: 'Allow',
              Principal: '*',
            },
            {
              Action: 'execute-api:Invoke',
              Resource: [
                { 'Fn::Sub': ['execute-api:/${__Stage__}/OPTIONS/a', { __Stage__: 'prod' }] },
                { 'Fn::Sub': ['execute-api:/${__Stage__}/GET/a', { __Stage__: 'prod' }] },
              ],
              Effect: 'Deny',
              Condition: { NotIpAddress: { 'aws:SourceIp': ['1.2.3.4'] } },
              Principal: '*',
            },
          ],
        },
        components: {
          securitySchemes: {
            api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
            Cog: {
              in: 'header',
              type: 'apiKey',
              name: 'Authorization',
              'x-amazon-apigateway-authorizer': { providerARNs: ['arn'], type: 'cognito_user_pools' },
              'x-amazon-apigateway-authtype': 'cognito_user_pools',
            },
            Fn: {
              in: 'header',
              type: 'apiKey',
              name: 'Unused',
              'x-amazon-apigateway-authorizer': {
                type: 'request',
                identitySource: 'method.request.header.A, method.request.header.B, context.c',
                authorizerUri: {
                  'Fn::Sub': [
                    'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations',
                    { __FunctionArn__: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
                  ],
                },
              },
              'x-amazon-apigateway-authtype': 'custom',
            },
          },
          schemas: { user: { type: 'object' } },
        },
        'x-amazon-apigateway-binary-media-types': ['image/png'],
        servers: [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
      },
      BinaryMediaTypes: ['image~1png'],
    });
  });

  it('has another deployment for another version, domain or place of its definition', () => {
    const inS3 = (more: string) =>
      Object.keys(api(`DefinitionUri: s3://b/k?versionId=1\n${more}`)).find((id) => id.includes('Deployment'));

    expect(inS3('')).toBe('MyApiDeployment12c5dc218b');
    expect(inS3('OpenApiVersion: 3.0.1')).toBe('MyApiDeployment4ddbbfca67');
    expect(inS3('Domain: {DomainName: a, CertificateArn: c}')).toBe('MyApiDeployment5ab994690b');
  });

  it('is deployed each time when it says so', () => {
    const properties = '{StageName: a, AlwaysDeploy: true, DefinitionUri: s3://b/k}';
    const yaml = `  MyApi: {Type: AWS::Serverless::Api, Properties: ${properties}}`;
    const deployed = (now: number) => Object.keys(transformed(yaml, now)).find((id) => id.includes('Deployment'));

    expect(deployed(1_700_000_000_999)).toBe('MyApiDeploymenteaaa8ade94');
    expect(deployed(1_700_000_001_000)).not.toBe(deployed(1_700_000_000_000));
  });

  it('has a domain with mappings and records', () => {
    const domain = (more: string) =>
      api(`DefinitionUri: s3://b/k\nDomain: {DomainName: a.example.com, CertificateArn: c, ${more}}`);

    expect(typesOf(domain('BasePath: [a-b], Route53: {HostedZoneId: Z1, IpV6: true}'))).toEqual({
      ApiGatewayDomainName6c21496336: 'AWS::ApiGateway::DomainName',
      MyApi: 'AWS::ApiGateway::RestApi',
      MyApiDeployment1617347f31: 'AWS::ApiGateway::Deployment',
      MyApiabBasePathMapping: 'AWS::ApiGateway::BasePathMapping',
      MyApiprodStage: 'AWS::ApiGateway::Stage',
      RecordSetGroup0cf6d58763: 'AWS::Route53::RecordSetGroup',
    });
    expect(
      typesOf(
        domain('EndpointConfiguration: PRIVATE, AccessAssociation: {VpcEndpointId: v}, Route53: {HostedZoneName: z}'),
      ),
    ).toEqual({
      ApiGatewayDomainNameV26c21496336: 'AWS::ApiGateway::DomainNameV2',
      DomainNameAccessAssociation1f7bc76e0f: 'AWS::ApiGateway::DomainNameAccessAssociation',
      MyApi: 'AWS::ApiGateway::RestApi',
      MyApiBasePathMapping: 'AWS::ApiGateway::BasePathMappingV2',
      MyApiDeployment00afac6bf0: 'AWS::ApiGateway::Deployment',
      MyApiprodStage: 'AWS::ApiGateway::Stage',
      RecordSetGroup395df8f7c5: 'AWS::Route53::RecordSetGroup',
    });
  });

  it('shares a usage plan with others', () => {
    const made = transformed(`
  A: {Type: AWS::Serverless::Api, Properties: {StageName: a, Auth: {UsagePlan: {CreateUsagePlan: SHARED}}, ${definition}}}
  B: {Type: AWS::Serverless::Api, Properties: {StageName: b, Auth: {UsagePlan: {CreateUsagePlan: SHARED}}, ${definition}}}`);

    expect(made.ServerlessUsagePlan).toEqual({
      Type: 'AWS::ApiGateway::UsagePlan',
      DependsOn: ['A', 'B'],
      Properties: {
        ApiStages: [
          { ApiId: { Ref: 'A' }, Stage: { Ref: 'AaStage' } },
          { ApiId: { Ref: 'B' }, Stage: { Ref: 'BbStage' } },
        ],
      },
    });
  });

  it.each([
    [
      'Cors: a\nDefinitionUri: s3://b/k',
      "Resource with id [MyApi] is invalid. Cors works only with inline Swagger specified in 'DefinitionBody' property.",
    ],
    [
      `Cors: {Origin: x}\n${definition}`,
      "Resource with id [MyApi] is invalid. Invalid key 'Origin' for 'Cors' property.",
    ],
    [
      `Cors: {AllowCredentials: true}\n${definition}`,
      "Resource with id [MyApi] is invalid. Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set",
    ],
    [
      'DefinitionUri: x',
      "Resource with id [MyApi] is invalid. 'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.",
    ],
    [
      'DefinitionUri: {Bucket: b}',
      "Resource with id [MyApi] is invalid. 'DefinitionUri' requires Bucket and Key properties to be specified.",
    ],
    [
      `DefinitionUri: s3://b/k\n${definition}`,
      "Resource with id [MyApi] is invalid. Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.",
    ],
    [
      `OpenApiVersion: '4.0'\n${definition}`,
      "Resource with id [MyApi] is invalid. The OpenApiVersion value must be of the format '3.0.0'.",
    ],
    [
      `Auth: {DefaultAuthorizer: A, Authorizers: {B: {UserPoolArn: a}}}\n${definition}`,
      "Resource with id [MyApi] is invalid. Unable to set DefaultAuthorizer because 'A' was not defined in 'Authorizers'.",
    ],
    [
      `Auth: {Authorizers: {A: {FunctionArn: a, FunctionPayloadType: REQUEST}}}\n${definition}`,
      'Resource with id [MyApi] is invalid. A Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.',
    ],
    [
      `Auth: {Authorizers: {A: b}}\n${definition}`,
      "Resource with id [MyApi] is invalid. Property 'Auth.Authorizers.A' should be a map.",
    ],
    [
      `Auth: {UsagePlan: {CreateUsagePlan: x}}\n${definition}`,
      "Resource with id [MyApi] is invalid. 'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].",
    ],
    [
      `Auth: {ResourcePolicy: {SourceVpcBlacklist: [{Ref: a}]}}\n${definition}`,
      'Structure of the SAM template is invalid. SourceVpcBlacklist must be a list of strings. Use IntrinsicVpcBlacklist instead for values that use Intrinsic Functions',
    ],
    [
      `GatewayResponses: {X: {Status: 3}}\n${definition}`,
      "Resource with id [MyApi] is invalid. Invalid property 'Status' in 'GatewayResponses' property 'X'.",
    ],
    [
      `GatewayResponses: {X: [1]}\n${definition}`,
      "Resource with id [MyApi] is invalid. Invalid property type 'list' for GatewayResponses. Expected an object of type 'GatewayResponse'.",
    ],
    [`Models: {X: {}}\n${definition}`, "Structure of the SAM template is invalid. 'Models' schema is missing 'type'."],
    [
      'Domain: {DomainName: a}\nDefinitionUri: s3://b/k',
      "Resource with id [MyApi] is invalid. Property 'Domain.CertificateArn' is required.",
    ],
    [
      'Domain: {DomainName: a, CertificateArn: c, EndpointConfiguration: x}\nDefinitionUri: s3://b/k',
      "Resource with id [MyApi] is invalid. EndpointConfiguration for Custom Domains must be one of ['EDGE', 'REGIONAL', 'PRIVATE'].",
    ],
    [
      'Domain: {DomainName: a, CertificateArn: c, Route53: {IpV6: true}}\nDefinitionUri: s3://b/k',
      'Resource with id [MyApi] is invalid. HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains.',
    ],
    [
      'Cors: x\nDefinitionBody: {swagger: 2.0}',
      "Resource with id [MyApi] is invalid. Unable to add Cors configuration because 'DefinitionBody' does not contain a valid Swagger definition.",
    ],
  ])('is refused in the words of AWS: %s', (properties, problem) => {
    expect(() => api(properties)).toThrow(problem);
  });

  it('reads an unquoted version as Python does', () => {
    const made = api('Cors: x\nDefinitionBody: {openapi: 3.0, paths: {/x: {}}}');

    expect(member(member(made.MyApi, 'Properties'), 'Body')).toMatchObject({ openapi: 3 });
    expect(() => api('Cors: x\nDefinitionBody: {openapi: 3, paths: {/x: {}}}')).toThrow('valid Swagger definition');
  });
});
