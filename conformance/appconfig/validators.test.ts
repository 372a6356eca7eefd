import {
  AppConfigClient,
  CreateConfigurationProfileCommand,
  UpdateConfigurationProfileCommand,
  ValidateConfigurationCommand,
} from '@aws-sdk/client-appconfig';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';
import { addVersion, deploy, latest, type Made, makeProfile, startSession, untilComplete } from './configuring.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
let client: AppConfigClient;
beforeEach(() => {
  client = target.client(AppConfigClient);
});

const validate = (made: Made, ConfigurationVersion: string) =>
  client.send(new ValidateConfigurationCommand({ ...made, ConfigurationVersion }));

describe('a JSON schema', () => {
  const schema = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    properties: { retries: { type: 'integer', minimum: 0, exclusiveMinimum: true } },
    required: ['retries'],
  };

  test('lets nothing be deployed that does not fit, and says why', async () => {
    const made = await makeProfile(target, { Validators: [{ Type: 'JSON_SCHEMA', Content: JSON.stringify(schema) }] });
    await addVersion(target, made, '{"retries":3}');
    await addVersion(target, made, '{"retries":0}');
    await addVersion(target, made, 'no json', { ContentType: 'text/plain' });

    expect((await validate(made, '1')).$metadata.httpStatusCode).toBe(204);
    const refused = {
      name: 'BadRequestException',
      Reason: 'InvalidConfiguration',
      Details: { InvalidConfiguration: [{ Type: 'JSON_SCHEMA', Location: '$.retries', Value: '0' }] },
    };
    await expect(validate(made, '2')).rejects.toMatchObject(refused);
    await expect(deploy(target, made, 2)).rejects.toMatchObject(refused);
    await expect(deploy(target, made, 3)).rejects.toMatchObject({ Reason: 'InvalidConfiguration' });
    expect(await deploy(target, made, 1)).toMatchObject({ DeploymentNumber: 1 });
  });
});

describe('a function', () => {
  const code = `exports.handler = async ({ content, uri, configurationVersion }) => {
    const text = Buffer.from(content, 'base64').toString();
    if (text !== 'good') throw new Error(text + ' of ' + uri + ' ' + configurationVersion + ' is not good');
  };`;

  test('is asked, with the content, and refuses by throwing', async () => {
    await makeFunction(target.client(LambdaClient), code, { FunctionName: 'judge' });
    await target.client(LambdaClient).send(
      new AddPermissionCommand({
        FunctionName: 'judge',
        StatementId: 'appconfig',
        Action: 'lambda:InvokeFunction',
        Principal: 'appconfig.amazonaws.com',
      }),
    );
    const made = await makeProfile(target);
    const Content = 'arn:aws:lambda:us-east-1:000000000000:function:judge';
    await client.send(new UpdateConfigurationProfileCommand({ ...made, Validators: [{ Type: 'LAMBDA', Content }] }));
    await addVersion(target, made, 'good', { ContentType: 'text/plain' });
    await addVersion(target, made, 'bad', { ContentType: 'text/plain' });

    await validate(made, '1');
    await expect(validate(made, '2')).rejects.toMatchObject({
      Reason: 'InvalidConfiguration',
      Details: { InvalidConfiguration: [{ Type: 'LAMBDA', Reason: 'bad of hosted 2 is not good' }] },
    });
  });
});

describe('a profile that lies elsewhere', () => {
  const RetrievalRoleArn = 'arn:aws:iam::000000000000:role/reader';
  const at = async (LocationUri: string) => {
    const made = await makeProfile(target);
    const input = { ...made, Name: 'elsewhere', LocationUri, RetrievalRoleArn };
    const { Id = '' } = await client.send(new CreateConfigurationProfileCommand(input));
    return { ...made, ConfigurationProfileId: Id };
  };
  const deployed = async (made: Made, version: string) => {
    const started = await deploy(target, made, version);
    await untilComplete(target);
    const token = await startSession(target, { ConfigurationProfileIdentifier: 'elsewhere' });
    return { started, text: (await latest(target, token)).text };
  };

  test('as a parameter is read at its version', async () => {
    const ssm = target.client(SSMClient);
    await ssm.send(new PutParameterCommand({ Name: 'p', Value: 'one', Type: 'SecureString' }));
    await ssm.send(new PutParameterCommand({ Name: 'p', Value: 'two', Type: 'SecureString', Overwrite: true }));

    const { started, text } = await deployed(await at('ssm-parameter://p'), '1');

    expect(text).toBe('one');
    expect(started).toMatchObject({ ConfigurationLocationUri: 'ssm-parameter://p', ConfigurationVersion: '1' });
  });

  test('as an object is read at its version', async () => {
    const s3 = target.client(S3Client);
    const Bucket = 'configs';
    await s3.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: 'Enabled' as const };
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const object = { Bucket, Key: 'a/b.json', ContentType: 'application/json' };
    const { VersionId = '' } = await s3.send(new PutObjectCommand({ ...object, Body: '{"a":1}' }));
    await s3.send(new PutObjectCommand({ ...object, Body: '{"a":2}' }));

    expect((await deployed(await at('s3://configs/a/b.json'), VersionId)).text).toBe('{"a":1}');
  });

  test('as a secret is read at its version or stage', async () => {
    const secret = new CreateSecretCommand({ Name: 's', SecretString: 'hidden' });
    const { VersionId } = await target.client(SecretsManagerClient).send(secret);

    const { started, text } = await deployed(await at('secretsmanager://s'), 'AWSCURRENT');

    expect(text).toBe('hidden');
    expect(started).toMatchObject({ ConfigurationVersion: VersionId });
  });

  test('is refused where there is nothing', async () => {
    await expect(deploy(target, await at('ssm-parameter://p'), '1')).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining('ssm-parameter://p'),
    });
  });
});
