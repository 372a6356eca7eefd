import { describe, expect, it } from 'vitest';
import { modelOf } from '../model/models.ts';
import { testRequest } from '../testing/test-request.ts';
import { identifyCall, parseInput, serializeError } from '../wire.ts';

type Options = Parameters<typeof testRequest>[2];

const identified = (method: string, target: string, options?: Options) =>
  identifyCall(testRequest(method, target, options));

/** Status and body of the refusal of a request that cannot be identified. */
function refusal(method: string, target: string, options?: Options) {
  try {
    identified(method, target, options);
  } catch (error) {
    const { status, body } = serializeError(undefined, error, 'the-id');
    return { status, body: body.toString() };
  }
  throw new Error('The call was identified');
}

describe('a call is identified', () => {
  it('by its target, with region and key from the scope', () => {
    const call = identified('POST', '/', {
      service: 'dynamodb',
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    });

    expect(call).toEqual({
      service: 'dynamodb',
      model: modelOf('dynamodb'),
      operation: 'GetItem',
      protocol: 'awsJson1_0',
      region: 'eu-west-1',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    });
  });

  it('by target where the signature names no service', () => {
    const headers = {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261127/eu-west-1//aws4_request, SignedHeaders=host, Signature=0',
    };
    const target = { 'x-amz-target': 'DynamoDB_20120810.GetItem' };

    expect(identified('POST', '/', { headers: { ...headers, ...target } })).toMatchObject({
      service: 'dynamodb',
      operation: 'GetItem',
      region: 'eu-west-1',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    });
    expect(() => identified('POST', '/', { headers })).toThrow('the service');
  });

  it('by target where two services sign with one name', () => {
    const headers = { 'x-amz-target': 'DynamoDBStreams_20120810.GetRecords' };

    expect(identified('POST', '/', { service: 'dynamodb', headers }).service).toBe('dynamodbstreams');
  });

  it('at the address of a queue, which names it where no parameter does', () => {
    const named = (target: string) => {
      const request = testRequest('GET', `${target}?Action=PurgeQueue&Version=2012-11-05`, { service: 'sqs' });
      return parseInput(identifyCall(request), request);
    };

    expect(named('/000000000000/orders')).toEqual({ QueueUrl: '/000000000000/orders' });
    expect(named('/')).toEqual({});
  });

  it('by an Action in the URL from signed programs alone: any page can make a browser GET a URL', () => {
    const url = '/?Action=GetCallerIdentity&Version=2011-06-15';
    const presigned = `${url}&X-Amz-Credential=k%2F20261127%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Signature=00`;
    const refused = { status: 403, body: expect.stringContaining('send it by POST') as string };

    expect(refusal('GET', url)).toEqual(refused);
    expect(refusal('HEAD', url)).toEqual(refused);
    expect(refusal('GET', url.replace('Action', '%41ction'))).toEqual(refused);
    expect(refusal('GET', presigned, { headers: { 'sec-fetch-site': 'none' } })).toEqual(refused);
    expect(refusal('GET', presigned, { headers: { 'user-agent': 'Mozilla/5.0' } })).toEqual(refused);
    expect(identified('GET', presigned).operation).toBe('GetCallerIdentity');
    expect(identified('POST', url).operation).toBe('GetCallerIdentity');
  });

  it('of a model that keeps its name alone', () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = 'Action=RunInstances&Version=2016-11-15';

    expect(identified('POST', '/', { service: 'ec2', headers, body })).toMatchObject({
      service: 'ec2',
      operation: 'RunInstances',
      protocol: 'ec2Query',
    });
    expect(identified('POST', '/', { headers, body }).operation).toBe('RunInstances');
  });

  it('unsigned, by target or by Action and Version', () => {
    const target = { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' };
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const body = 'Action=AssumeRoleWithWebIdentity&Version=2011-06-15';

    expect(identified('POST', '/', { headers: target })).toMatchObject({
      service: 'cognito-idp',
      accessKeyId: undefined,
    });
    expect(identified('POST', '/', { headers: form, body })).toMatchObject({ service: 'sts', region: 'us-east-1' });
  });

  it('by Action in the URL', () => {
    expect(identified('GET', '/?Action=GetCallerIdentity&Version=2011-06-15', { service: 'sts' })).toMatchObject({
      operation: 'GetCallerIdentity',
      protocol: 'awsQuery',
    });
  });

  it('by its CBOR path', () => {
    const headers = { 'smithy-protocol': 'rpc-v2-cbor' };
    const path = '/service/GraniteServiceVersion20100801/operation/PutMetricData';

    expect(identified('POST', path, { service: 'monitoring', headers })).toMatchObject({
      service: 'cloudwatch',
      operation: 'PutMetricData',
      protocol: 'rpcv2Cbor',
    });
  });

  it.each([
    ['GET', '/2015-03-31/functions', 'lambda', 'lambda', 'ListFunctions'],
    ['GET', '/2015-03-31/functions/', 'lambda', 'lambda', 'ListFunctions'],
    ['POST', '/2015-03-31/functions/arn%3Aaws%3Alambda/invocations', 'lambda', 'lambda', 'Invoke'],
    ['GET', '/v2/apis', 'apigateway', 'apigatewayv2', 'GetApis'],
    ['GET', '/restapis', 'apigateway', 'apigateway', 'GetRestApis'],
    ['GET', '/v2/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fapis%2Fx', 'apigateway', 'apigatewayv2', 'GetTags'],
    ['GET', '/', 's3', 's3', 'ListBuckets'],
    ['GET', '/bucket', 's3', 's3', 'ListObjects'],
    ['GET', '/bucket/?list-type=2&prefix=a', 's3', 's3', 'ListObjectsV2'],
    ['GET', '/bucket?location', 's3', 's3', 'GetBucketLocation'],
    ['GET', '/bucket/a/b', 's3', 's3', 'GetObject'],
    ['GET', '/bucket/a?uploadId=1', 's3', 's3', 'ListParts'],
    ['PUT', '/bucket/a', 's3', 's3', 'PutObject'],
    ['PUT', '/bucket/a?partNumber=1&uploadId=2', 's3', 's3', 'UploadPart'],
    ['PUT', '/bucket/a?tagging', 's3', 's3', 'PutObjectTagging'],
    ['POST', '/bucket/a?uploads', 's3', 's3', 'CreateMultipartUpload'],
    ['POST', '/bucket/a?uploadId=x', 's3', 's3', 'CompleteMultipartUpload'],
    ['DELETE', '/bucket/a?uploadId=x', 's3', 's3', 'AbortMultipartUpload'],
    ['DELETE', '/bucket/a', 's3', 's3', 'DeleteObject'],
    ['POST', '/bucket?delete', 's3', 's3', 'DeleteObjects'],
    ['HEAD', '/bucket', 's3', 's3', 'HeadBucket'],
    ['HEAD', '/bucket/a', 's3', 's3', 'HeadObject'],
    ['GET', '/bucket?analytics', 's3', 's3', 'ListBucketAnalyticsConfigurations'],
    ['GET', '/configuration?configuration_token=x', 'appconfig', 'appconfigdata', 'GetLatestConfiguration'],
    ['POST', '/configurationsessions', 'appconfig', 'appconfigdata', 'StartConfigurationSession'],
    ['GET', '/applications/a', 'appconfig', 'appconfig', 'GetApplication'],
    ['GET', '/bucket?analytics&id=x', 's3', 's3', 'GetBucketAnalyticsConfiguration'],
  ])('by method and path: %s %s', (method, target, signingName, service, operation) => {
    expect(identified(method, target, { service: signingName })).toMatchObject({ service, operation });
  });

  it('as a copy when the source is in a header', () => {
    const headers = { 'x-amz-copy-source': '/other/key' };

    expect(identified('PUT', '/bucket/a', { service: 's3', headers }).operation).toBe('CopyObject');
    expect(identified('PUT', '/bucket/a?partNumber=1&uploadId=2', { service: 's3', headers }).operation).toBe(
      'UploadPartCopy',
    );
  });
});

describe('S3 addresses', () => {
  it.each([
    ['bucket.localhost:4566', '/a/b', 'bucket', 'a/b'],
    ['bucket.s3.localhost', '/a', 'bucket', 'a'],
    ['my.bucket.s3.eu-west-1.amazonaws.com', '/a', 'my.bucket', 'a'],
    ['bucket.s3.localhost.localstack.cloud:4566', '/a', 'bucket', 'a'],
    ['s3.localhost', '/bucket/a', 'bucket', 'a'],
    ['s3.eu-west-1.amazonaws.com', '/bucket/a', 'bucket', 'a'],
    ['127.0.0.1:4566', '/bucket/a%20b', 'bucket', 'a b'],
    ['squall:4566', '/bucket//a/', 'bucket', '/a/'],
  ])('%s%s', (host, path, Bucket, Key) => {
    const request = testRequest('GET', path, { service: 's3', headers: { host } });

    expect(parseInput(identifyCall(request), request)).toEqual({ Bucket, Key });
  });

  it('are taken from unsigned requests too', () => {
    expect(identified('GET', '/bucket/key')).toMatchObject({ service: 's3', operation: 'GetObject' });
  });

  it('are taken from presigned requests', () => {
    const target =
      '/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20261103%2Feu-west-1%2Fs3%2Faws4_request';

    expect(identified('GET', target)).toMatchObject({
      operation: 'GetObject',
      region: 'eu-west-1',
      accessKeyId: 'AKID',
    });
  });
});

describe('what cannot be identified gets the error of its protocol', () => {
  it('an unknown target', () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.Nope' };

    expect(refusal('POST', '/', { service: 'dynamodb', headers })).toEqual({
      status: 400,
      body: '{"__type":"com.amazon.coral.service#UnknownOperationException"}',
    });
  });

  it('an unknown action', () => {
    const { status, body } = refusal('POST', '/', { service: 'sts', body: 'Action=Nope&Version=2011-06-15' });

    expect(status).toBe(400);
    expect(body).toContain(
      '<Code>InvalidAction</Code><Message>Could not find operation Nope for version 2011-06-15</Message>',
    );
  });

  it('an unknown path', () => {
    expect(refusal('GET', '/2015-03-31/nope', { service: 'lambda' }).status).toBe(404);
    expect(refusal('GET', '/v2/nope', { service: 'apigateway' })).toEqual({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
    });
    expect(refusal('PATCH', '/bucket/key', { service: 's3' }).body).toContain('<Code>MethodNotAllowed</Code>');
  });

  it('a service that we do not know, by name and in its envelope', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };

    expect(refusal('POST', '/', { service: 'rds', headers: form, body: 'Action=DescribeDBInstances' })).toEqual({
      status: 501,
      body: expect.stringContaining(
        'Squall does not emulate the service rds (asked for DescribeDBInstances).',
      ) as string,
    });
    expect(refusal('POST', '/', { service: 'glue', headers: { 'x-amz-target': 'AWSGlue.GetJob' } })).toMatchObject({
      status: 501,
      body: '{"__type":"NotImplemented","message":"Squall does not emulate the service glue (asked for GetJob)."}',
    });
    expect(refusal('GET', '/2013-04-01/hostedzone', { service: 'route53' })).toEqual({
      status: 501,
      body: expect.stringMatching(
        /^<ErrorResponse>.*<Message>Squall does not emulate the service route53\./s,
      ) as string,
    });
  });

  it('an action that EC2 does not have, in its own envelope', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };

    expect(refusal('POST', '/', { service: 'ec2', headers: form, body: 'Action=Nope&Version=2016-11-15' })).toEqual({
      status: 400,
      body: '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>InvalidAction</Code><Message>The action Nope is not valid for this web service.</Message></Error></Errors><RequestID>the-id</RequestID></Response>',
    });
  });

  it('nothing at all', () => {
    expect(refusal('GET', '/').status).toBe(403);
  });
});
