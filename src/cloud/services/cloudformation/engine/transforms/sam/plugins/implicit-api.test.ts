import { describe, expect, it } from 'vitest';
import { InvalidDocument } from '../language/errors.ts';
import { plainOf } from '../language/legacy/ordered-map.ts';
import type { Fields } from '../language/values.ts';
import { implicitHttpApi } from './implicit-http-api.ts';
import { implicitRestApi } from './implicit-rest-api.ts';

const functionWith = (events: Fields, more: Fields = {}): Fields => ({
  Type: 'AWS::Serverless::Function',
  ...more,
  Properties: { Events: events },
});

const api = (Path: string, Method: string, more: Fields = {}): Fields => ({
  Type: 'Api',
  Properties: { Path, Method, ...more },
});

function afterwards(resources: Fields): Record<string, Fields> {
  const template: Fields = { Resources: resources };
  implicitRestApi.beforeTemplate?.(template);
  return plainOf({ ...(template.Resources as Fields), conditions: template.Conditions ?? {} }) as Record<
    string,
    Fields
  >;
}

describe('the REST API of events that name none', () => {
  it('has a path for each event', () => {
    const { Fn, ServerlessRestApi } = afterwards({ Fn: functionWith({ A: api('/a', 'GET'), B: api('/a', 'any') }) });

    expect(ServerlessRestApi).toEqual({
      Type: 'AWS::Serverless::Api',
      Properties: {
        StageName: 'Prod',
        DefinitionBody: {
          swagger: '2.0',
          info: { version: '1.0', title: { Ref: 'AWS::StackName' } },
          paths: { '/a': { get: {}, 'x-amazon-apigateway-any-method': {} } },
        },
        __MANAGE_SWAGGER: true,
      },
    });
    expect(Fn).toMatchObject({
      Properties: { Events: { A: { Properties: { RestApiId: { Ref: 'ServerlessRestApi' } } } } },
    });
  });

  it('is as conditional, and as lasting, as all functions behind it', () => {
    const made = afterwards({
      One: functionWith(
        { A: api('/a', 'get'), B: api('/b/{id}', 'get') },
        { Condition: 'C1', DeletionPolicy: 'Delete' },
      ),
      Two: functionWith({ B: api('/b/{id}', 'put') }, { Condition: 'C2', DeletionPolicy: 'Retain' }),
    });

    expect(made.ServerlessRestApi).toMatchObject({ Condition: 'ServerlessRestApiCondition', DeletionPolicy: 'Retain' });
    expect(made.ServerlessRestApi).toMatchObject({
      Properties: {
        DefinitionBody: {
          paths: {
            '/a': { 'Fn::If': ['C1', { get: {} }, { Ref: 'AWS::NoValue' }] },
            '/b/{id}': {
              'Fn::If': [
                'ServerlessRestApiSLASHbSLASHOBidCBPathCondition',
                { get: {}, put: {} },
                { Ref: 'AWS::NoValue' },
              ],
            },
          },
        },
      },
    });
    const either = { 'Fn::Or': [{ Condition: 'C1' }, { Condition: 'C2' }] };
    expect(made.conditions).toEqual({
      ServerlessRestApiCondition: either,
      ServerlessRestApiSLASHbSLASHOBidCBPathCondition: either,
    });
  });

  it('is none where no event asks for it', () => {
    const own = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'x' } };

    expect(afterwards({ Fn: functionWith({}) })).not.toHaveProperty('ServerlessRestApi');
    expect(afterwards({ ServerlessRestApi: own }).ServerlessRestApi).toEqual(own);
  });

  it.each([
    [
      api('/a', 'get', { RestApiId: 'Missing' }),
      "RestApiId must be a valid reference to an 'AWS::Serverless::Api' resource in same template.",
    ],
    [{ Type: 'Api', Properties: { Method: 'get' } }, "Property 'Path' is required."],
    [{ Type: 'Api', Properties: 'x' }, 'Properties should be a map.'],
    [{ Type: 'Api', Properties: { Path: '/a', Method: ['get'] } }, "Property 'Method' should be a string."],
  ])('is refused an event in the words of AWS: %j', (event, problem) => {
    let error: unknown;
    try {
      afterwards({ Fn: functionWith({ E: event }) });
    } catch (thrown) {
      error = thrown;
    }

    expect(error).toBeInstanceOf(InvalidDocument);
    const message = `Resource with id [Fn] is invalid. Event with id [E] is invalid. ${problem}`;
    expect((error as InvalidDocument).causes.map((cause) => cause.message)).toEqual([message]);
  });
});

describe('the HTTP API of events that name none', () => {
  it('answers all routes where an event says none', () => {
    const template: Fields = {
      Resources: { Fn: functionWith({ E: { Type: 'HttpApi', Properties: { RouteSettings: { a: 1 } } } }) },
    };

    implicitHttpApi.beforeTemplate?.(template);

    expect(plainOf(template.Resources)).toMatchObject({
      ServerlessHttpApi: {
        Properties: {
          DefinitionBody: { openapi: '3.0.1', paths: { $default: { 'x-amazon-apigateway-any-method': {} } } },
          RouteSettings: { $default: { a: 1 } },
        },
      },
    });
  });
});
