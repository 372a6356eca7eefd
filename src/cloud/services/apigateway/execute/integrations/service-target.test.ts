import { expect, test } from 'vitest';
import { serviceTarget } from './service-target.ts';

const arn = (rest: string) => `arn:aws:apigateway:eu-west-1:${rest}`;

test('a URI names a service, and what is asked of it by action or by path', () => {
  expect(serviceTarget(arn('dynamodb:action/PutItem'))).toEqual({
    region: 'eu-west-1',
    endpoint: 'dynamodb',
    action: 'PutItem',
    path: '/',
    query: '',
  });
  expect(serviceTarget(arn('sqs:path/000000000000/orders'))).toMatchObject({
    endpoint: 'sqs',
    path: '/000000000000/orders',
  });
  expect(serviceTarget(arn('photos.s3:path/a/b:c?acl'))).toMatchObject({
    endpoint: 'photos.s3',
    action: undefined,
    path: '/a/b:c',
    query: 'acl',
  });
  expect(serviceTarget(arn('sqs:path//'))).toMatchObject({ path: '/' });
});

test('what is no such URI names none', () => {
  expect(serviceTarget('https://example.com/')).toBeUndefined();
  expect(serviceTarget(arn('sqs'))).toBeUndefined();
});
