import { describe, expect, it } from 'vitest';
import type { EventContext } from '../events/event-type.ts';
import { legacyOf } from '../language/legacy/legacy-template.ts';
import { legacyText } from '../language/legacy/legacy-text.ts';
import { plainOf } from '../language/legacy/ordered-map.ts';
import { ParameterResolver } from '../language/resolve.ts';
import { type Fields, member } from '../language/values.ts';
import { lambdaFunction } from '../resources/lambda.ts';
import { Resource } from '../resources/resource.ts';
import { apiEvent } from './api-event.ts';
import { swaggerSkeleton } from './swagger-editor.ts';

const managed = (more: Fields = {}): Fields => ({
  Api: {
    Properties: {
      StageName: 'prod',
      ...(legacyOf(more) as Fields),
      DefinitionBody: swaggerSkeleton(),
      __MANAGE_SWAGGER: true,
    },
  },
});

/** What a function's event makes of an API of the template. */
function added(
  properties: Fields,
  declared: Fields = managed(),
): { readonly permission: unknown; readonly api: Fields } {
  const entry = {
    Type: 'Api',
    Properties: legacyOf({ Path: '/a/{id}', Method: 'GET', RestApiId: 'Api', ...properties }),
  };
  const event = Resource.read(apiEvent, 'FnGet', entry, 'Get');
  const linked = apiEvent.linked?.(event, declared) ?? {};
  const context = {
    function: new Resource(lambdaFunction, 'Fn'),
    linked,
    region: 'us-east-1',
    partition: 'aws',
    parameters: new ParameterResolver({}),
  } as Partial<EventContext> as EventContext;
  const [permission] = apiEvent.toCloudFormation(event, context);
  return { permission: permission?.write(), api: linked.api as Fields };
}

const uri = 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations';

describe('an Api event', () => {
  it('lets the API invoke the function, and writes the method into its definition', () => {
    const { permission, api } = added({});

    expect(permission).toMatchObject({
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Fn' },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: {
          'Fn::Sub': [
            'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/GET/a/*',
            { __ApiId__: 'Api', __Stage__: '*' },
          ],
        },
      },
    });
    expect(plainOf(api.DefinitionBody)).toMatchObject({
      paths: {
        '/a/{id}': {
          get: {
            responses: {},
            'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: { 'Fn::Sub': uri } },
          },
        },
      },
    });
  });

  it("marks what it writes as AWS does: a function's id is the template's", () => {
    const paths = member(added({}).api.DefinitionBody, 'paths');

    expect(legacyText(paths)).toBe(
      `{u'/a/{id}': {u'get': {'x-amazon-apigateway-integration': {'httpMethod': 'POST', 'type': 'aws_proxy', 'uri': {'Fn::Sub': u'${uri}'}}, 'responses': {}}}}`,
    );
  });

  it('writes authorizers, keys, models and parameters', () => {
    const declared = managed({
      Auth: { Authorizers: { A: { UserPoolArn: 'p' } } },
      Models: { User: { type: 'object' } },
    });
    const { api } = added(
      {
        Auth: { Authorizer: 'A', AuthorizationScopes: ['s'], ApiKeyRequired: true },
        RequestModel: { Model: 'User', ValidateBody: true },
        RequestParameters: ['method.request.header.H', { 'method.request.querystring.q': { Caching: true } }],
        TimeoutInMillis: 100,
      },
      declared,
    );

    expect(plainOf(api.DefinitionBody)).toMatchObject({
      paths: {
        '/a/{id}': {
          get: {
            security: [{ A: ['s'] }, { api_key: [] }],
            parameters: [
              { in: 'body', name: 'user', schema: { $ref: '#/definitions/user' } },
              { in: 'header', name: 'H', required: false, type: 'string' },
              { in: 'query', name: 'q', required: false, type: 'string' },
            ],
            'x-amazon-apigateway-request-validator': 'body-only',
            'x-amazon-apigateway-integration': {
              timeoutInMillis: 100,
              cacheKeyParameters: ['method.request.querystring.q'],
            },
          },
        },
      },
      'x-amazon-apigateway-request-validators': {
        'body-only': { validateRequestBody: true, validateRequestParameters: false },
      },
      securityDefinitions: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
    });
  });

  it.each<[Fields, string]>([
    [
      { Auth: { Authorizer: 'A' } },
      'Unable to set Authorizer [A] on API method [get] for path [/a/{id}] because the related API does not define any Authorizers.',
    ],
    [
      { Auth: { Authorizer: 'NONE' } },
      "Unable to set Authorizer on API method [get] for path [/a/{id}] because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.",
    ],
    [{ Auth: { AuthorizationScopes: ['a'] } }, 'AuthorizationScopes works only when Authorizer is set'],
    [
      { Auth: { ApiKeyRequired: false } },
      'Unable to set ApiKeyRequired [False] on API method [get] for path [/a/{id}] because the related API does not specify any ApiKeyRequired.',
    ],
    [
      { RequestModel: { Model: 'User' } },
      'Unable to set RequestModel [User] on API method [get] for path [/a/{id}] because the related API does not define any Models.',
    ],
    [
      { RequestParameters: ['header.x'] },
      "Keys must be in the format 'method.request.[querystring|path|header].{value}', e.g 'method.request.header.Authorization'.",
    ],
    [{ RequestParameters: [1] }, 'Property must be either a string or an object'],
    [{ RestApiId: 'Other' }, 'RestApiId property of Api event must reference a valid resource in the same template.'],
  ])('is refused in the words of AWS: %j', (properties, problem) => {
    expect(() => added(properties)).toThrow(problem);
  });
});
