import { expect, it } from 'vitest';
import { checkFiles, linesOf } from '../testing/check-files.ts';

const api = (type: string, more = '') => `openapi: 3.0.1
info: { title: orders, version: '1' }
paths:
  /orders:
    get:
      x-amazon-apigateway-integration: { type: ${type}, uri: 'http://a.example', httpMethod: GET${more} }
`;

it('documents with extensions of API Gateway are imported, to hear whether it takes them', async () => {
  const checked = await checkFiles({
    'rest.yaml': api('http_proxy'),
    'http.yaml': api('http_proxy', ", payloadFormatVersion: '1.0'"),
    'typo.yaml': api('htp_proxy'),
    'open.yaml': api('htp_proxy').replace('http://a.example', 'arn:${AWS::Region}'),
    'other.yaml': 'openapi: 3.0.1\ninfo: { title: a, version: b }\npaths: {}\n',
  });

  expect(linesOf(checked)).toEqual([
    'http.yaml:1 emulated OpenAPI document',
    'open.yaml:1 emulated OpenAPI document',
    'rest.yaml:1 emulated OpenAPI document',
    expect.stringMatching(/^typo.yaml:1 unknown OpenAPI document: Errors found during import/),
  ]);
});
