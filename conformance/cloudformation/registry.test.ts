import * as Cfn from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: Cfn.CloudFormationClient;
beforeEach(() => {
  client = target.client(Cfn.CloudFormationClient);
});

const arn = 'arn:aws:cloudformation:us-east-1::type/resource/AWS-SSM-Parameter';

describe('ListTypes', () => {
  const list = async (input: Cfn.ListTypesCommandInput) => client.send(new Cfn.ListTypesCommand(input));
  const namesOf = async (input: Cfn.ListTypesCommandInput) =>
    (await list({ Visibility: 'PUBLIC', ...input })).TypeSummaries?.map(({ TypeName }) => TypeName);

  it('tells public types by their prefix, and no private ones', async () => {
    const found = await list({ Visibility: 'PUBLIC', Filters: { TypeNamePrefix: 'AWS::SSM::' } });

    expect(found.TypeSummaries).toEqual([
      {
        Type: 'RESOURCE',
        TypeName: 'AWS::SSM::Parameter',
        TypeArn: arn,
        Description: 'Resource Type definition for AWS::SSM::Parameter',
        IsActivated: true,
      },
    ]);
    expect((await list({})).TypeSummaries).toEqual([]);
  });

  it('tells types by category, by kind and by whether they can be changed', async () => {
    const lambda = { TypeNamePrefix: 'AWS::Lambda::' };

    expect(await namesOf({ Filters: { ...lambda, Category: 'AWS_TYPES' } })).toContain('AWS::Lambda::Function');
    expect(await namesOf({ Filters: { ...lambda, Category: 'THIRD_PARTY' } })).toEqual([]);
    expect(await namesOf({ Filters: lambda, Type: 'HOOK' })).toEqual([]);
    expect(await namesOf({ Filters: lambda, DeprecatedStatus: 'DEPRECATED' })).toEqual([]);
    expect(await namesOf({ Filters: lambda, ProvisioningType: 'IMMUTABLE' })).toContain('AWS::Lambda::Permission');
    expect(await namesOf({ Filters: lambda, ProvisioningType: 'FULLY_MUTABLE' })).not.toContain(
      'AWS::Lambda::Permission',
    );
    expect(await namesOf({ Filters: lambda, ProvisioningType: 'NON_PROVISIONABLE' })).toEqual([]);
  });

  it('tells them page by page', async () => {
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await list({ Visibility: 'PUBLIC', MaxResults: 50, ...(NextToken && { NextToken }) });
      expect(page.TypeSummaries?.length).toBeLessThanOrEqual(50);
      found.push(...(page.TypeSummaries ?? []).map(({ TypeName = '' }) => TypeName));
      NextToken = page.NextToken;
    } while (NextToken);

    expect(found).toEqual(expect.arrayContaining(['AWS::S3::Bucket', 'AWS::CloudFormation::Stack']));
    expect(new Set(found).size).toBe(found.length);
  });
});

describe('DescribeType', () => {
  const describeType = async (input: Cfn.DescribeTypeCommandInput) => client.send(new Cfn.DescribeTypeCommand(input));
  const schemaOf = async (TypeName: string) =>
    JSON.parse((await describeType({ Type: 'RESOURCE', TypeName })).Schema ?? '');

  it('tells a type by name or ARN, and refuses one that does not exist', async () => {
    const found = await describeType({ Type: 'RESOURCE', TypeName: 'AWS::SSM::Parameter' });

    expect(found).toMatchObject({
      Arn: arn,
      Visibility: 'PUBLIC',
      DeprecatedStatus: 'LIVE',
      IsDefaultVersion: true,
      ProvisioningType: 'FULLY_MUTABLE',
    });
    expect(await describeType({ Arn: arn })).toMatchObject({ TypeName: 'AWS::SSM::Parameter' });
    await expect(describeType({ Type: 'RESOURCE', TypeName: 'AWS::SSM::Nothing' })).rejects.toMatchObject({
      name: 'TypeNotFoundException',
      message: "The type 'AWS::SSM::Nothing' cannot be found.",
    });
    await expect(describeType({})).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('tells the schema: properties, what identifies, and what can be done', async () => {
    const bucket = await schemaOf('AWS::S3::Bucket');
    const lambda = await schemaOf('AWS::Lambda::Function');
    const resource = await schemaOf('AWS::ApiGateway::Resource');

    expect(bucket).toMatchObject({
      typeName: 'AWS::S3::Bucket',
      additionalProperties: false,
      primaryIdentifier: ['/properties/BucketName'],
      createOnlyProperties: expect.arrayContaining(['/properties/BucketName']),
      readOnlyProperties: expect.arrayContaining(['/properties/Arn', '/properties/RegionalDomainName']),
      properties: {
        BucketName: { type: 'string' },
        Tags: { type: 'array', items: { $ref: '#/definitions/Tag' } },
        VersioningConfiguration: { $ref: '#/definitions/VersioningConfiguration' },
      },
      definitions: { VersioningConfiguration: { properties: { Status: { type: 'string' } }, required: ['Status'] } },
      handlers: { create: {}, read: {}, update: {}, delete: {}, list: {} },
      tagging: { taggable: true, tagProperty: '/properties/Tags' },
    });
    expect(lambda).toMatchObject({
      required: expect.arrayContaining(['Code', 'Role']),
      writeOnlyProperties: ['/properties/Code'],
      readOnlyProperties: expect.arrayContaining(['/properties/SnapStartResponse/ApplyOn']),
      properties: { SnapStartResponse: { type: 'object', properties: { ApplyOn: { type: 'string' } } } },
    });
    expect(resource.primaryIdentifier).toEqual(['/properties/RestApiId', '/properties/ResourceId']);
    expect(Object.keys(resource.handlers)).toEqual(['create', 'read', 'delete', 'list']);
  });

  it('has a schema for each type that it lists, whose identifiers are among its properties', async () => {
    const { TypeSummaries = [] } = await client.send(
      new Cfn.ListTypesCommand({ Visibility: 'PUBLIC', Filters: { TypeNamePrefix: 'AWS::ApiGateway' } }),
    );
    const schemas = await Promise.all(TypeSummaries.map(({ TypeName = '' }) => schemaOf(TypeName)));

    const unknown = schemas.flatMap(({ typeName, properties, primaryIdentifier = [] }) =>
      primaryIdentifier
        .filter((path: string) => !Object.hasOwn(properties, path.split('/')[2] ?? ''))
        .map((path: string) => `${typeName}: ${path}`),
    );
    expect(TypeSummaries.length).toBeGreaterThan(20);
    expect(unknown).toEqual([]);
  });
});

describe('ListTypeVersions', () => {
  it('tells one version of a type', async () => {
    const list = async (TypeName: string) =>
      client.send(new Cfn.ListTypeVersionsCommand({ Type: 'RESOURCE', TypeName }));

    const { TypeVersionSummaries } = await list('AWS::SSM::Parameter');

    expect(TypeVersionSummaries).toMatchObject([
      { TypeName: 'AWS::SSM::Parameter', VersionId: '00000001', IsDefaultVersion: true, Arn: `${arn}/00000001` },
    ]);
    await expect(list('AWS::SSM::Nothing')).rejects.toMatchObject({ name: 'TypeNotFoundException' });
  });
});

describe('What is not emulated is refused by name', () => {
  it.each([
    [
      'RegisterType',
      () => new Cfn.RegisterTypeCommand({ TypeName: 'My::Own::Type', SchemaHandlerPackage: 's3://a/b' }),
    ],
    ['ActivateType', () => new Cfn.ActivateTypeCommand({ PublicTypeArn: arn })],
    ['StartResourceScan', () => new Cfn.StartResourceScanCommand({})],
    ['CreateGeneratedTemplate', () => new Cfn.CreateGeneratedTemplateCommand({ GeneratedTemplateName: 'a' })],
  ] as const)('%s', async (name, command) => {
    await expect(client.send(command() as Cfn.RegisterTypeCommand)).rejects.toThrow(
      `Squall does not emulate cloudformation:${name}.`,
    );
  });

  it('modules and hooks', async () => {
    const TemplateBody = JSON.stringify({ Resources: { A: { Type: 'My::S3::Bucket::MODULE' } } });
    const hook = new Cfn.DescribeTypeCommand({ Type: 'HOOK', TypeName: 'My::Own::Hook' });

    await expect(client.send(new Cfn.CreateStackCommand({ StackName: 's', TemplateBody }))).rejects.toThrow(
      'Squall does not emulate modules of CloudFormation (My::S3::Bucket::MODULE).',
    );
    await expect(client.send(hook)).rejects.toThrow('Squall does not emulate hooks of CloudFormation');
  });
});
