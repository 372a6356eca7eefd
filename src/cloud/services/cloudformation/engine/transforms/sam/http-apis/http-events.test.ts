import { describe, expect, it } from 'vitest';
import { parseTemplateText } from '../../../template/parse-text.ts';
import { type Fields, member } from '../language/values.ts';
import { transformSam } from '../transform-sam.ts';

/* The outcomes are those of AWS's own transform (aws-sam-translator 1.115.0). */

const transformed = (resources: string): Fields =>
  transformSam(parseTemplateText(`Resources:\n${resources}`) as Fields, { region: 'us-east-1', parameters: {} });

const withEvents = (events: string, others = '') => `
  Fn:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: 's3://b/k', Handler: i.h, Runtime: nodejs20.x, Events: ${events}}
${others}`;

const pool = '  Pool: {Type: AWS::Cognito::UserPool, Properties: {LambdaConfig: {PreSignUp: x}}}';

describe("events of SAM's APIs", () => {
  it.each([
    [
      'of an HTTP API without Auth',
      withEvents('{E: {Type: HttpApi, Properties: {Path: /, Method: get, Auth: {Authorizer: J}}}}'),
      'Unable to set Authorizer [J] on API method [get] for path [/] because the related API does not define any Authorizers.',
    ],
    [
      'of an HTTP API with Auth, but no authorizers',
      withEvents(
        '{E: {Type: HttpApi, Properties: {ApiId: !Ref Http, Path: /, Method: get, Auth: {Authorizer: J}}}}',
        '  Http: {Type: AWS::Serverless::HttpApi, Properties: {Auth: {EnableIamAuthorizer: true}}}',
      ),
      'Unable to set Authorizer [J] on API method [get] for path [/]. The method authorizer must be a string with a corresponding dict entry in the api authorizer.',
    ],
    [
      'with texts in a list, where there is a REST API',
      withEvents(
        '{A: {Type: Api, Properties: {Path: /, Method: get}}, E: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: [PreSignUp]}}}',
        pool,
      ),
      `Event with id [E] is invalid. Cognito trigger "[u'PreSignUp']" defined multiple times.`,
    ],
    [
      'with texts in a list, where there is none',
      withEvents('{E: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: [PreSignUp]}}}', pool),
      `Event with id [E] is invalid. Cognito trigger "['PreSignUp']" defined multiple times.`,
    ],
    [
      'that is a text, where there is a REST API',
      withEvents('{A: text}', '  Api: {Type: AWS::Serverless::Api, Properties: {StageName: s}}'),
      "Event with id [A] is invalid. 'Py27UniStr' object has no attribute 'get'",
    ],
    [
      'whose parameters are a map',
      withEvents('{E: {Type: Api, Properties: {Path: /, Method: get, RequestParameters: {a: b}}}}'),
      "Event with id [E] is invalid. Invalid value for 'RequestParameters' property. Keys must be in the format 'method.request.[querystring|path|header].{value}', e.g 'method.request.header.Authorization'.",
    ],
  ])('are refused in the words of AWS: %s', (_, resources, problem) => {
    expect(() => transformed(resources)).toThrow(problem);
  });

  it.each([
    ['as the template has them', '', ['k', 'httpapi:createdBy']],
    [
      "in Python 2's order, where there is a REST API",
      '  Api: {Type: AWS::Serverless::Api, Properties: {StageName: s}}',
      ['httpapi:createdBy', 'k'],
    ],
  ])('give an HTTP API its tags %s', (_, others, names) => {
    const http = '  Http: {Type: AWS::Serverless::HttpApi, Properties: {Tags: {k: v}}}';
    const events = '{E: {Type: HttpApi, Properties: {ApiId: !Ref Http, Path: /, Method: get}}}';
    const made = transformed(withEvents(events, `${http}\n${others}`)).Resources;

    const body = member(member(member(made, 'Http'), 'Properties'), 'Body');

    expect((member(body, 'tags') as Fields[]).map(({ name }) => name)).toEqual(names);
  });
});
