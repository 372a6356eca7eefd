import { LambdaClient } from '@aws-sdk/client-lambda';
import * as Secrets from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction, role } from '../lambda/make-function.ts';

/** A rotation function as AWS's template has it, without the SDK: one POST for each call. */
const rotator = `
const call = async (operation, input) => {
  const response = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.' + operation,
      authorization: 'AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  const output = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(output));
  return output;
};
exports.handler = async ({ Step, SecretId, ClientRequestToken }) => {
  const { VersionIdsToStages } = await call('DescribeSecret', { SecretId });
  if (!VersionIdsToStages[ClientRequestToken]?.includes('AWSPENDING')) throw new Error('not announced');
  if (Step === 'createSecret') {
    const { SecretString } = await call('GetSecretValue', { SecretId });
    const value = { SecretId, ClientRequestToken, SecretString: SecretString + '+', VersionStages: ['AWSPENDING'] };
    await call('PutSecretValue', value);
  }
  if (Step === 'testSecret' && process.env.BROKEN) throw new Error('broken');
  if (Step === 'finishSecret') {
    const [current] = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT'));
    const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken };
    await call('UpdateSecretVersionStage', { ...move, RemoveFromVersionId: current });
  }
};`;

const RotationLambdaARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const firstToken = '1'.repeat(32);
const secondToken = '2'.repeat(32);

describe('rotation', () => {
  const target = useCloud({ clock: 'virtual' });
  const client = () => target.client(Secrets.SecretsManagerClient);
  const make = (variables: Record<string, string> = {}) =>
    makeFunction(target.client(LambdaClient), rotator, { Role: role, Environment: { Variables: variables } });
  const read = async () => (await client().send(new Secrets.GetSecretValueCommand({ SecretId: 'key' }))).SecretString;
  const rotate = (input: Partial<Secrets.RotateSecretCommandInput> = {}) =>
    client().send(
      new Secrets.RotateSecretCommand({
        SecretId: 'key',
        RotationLambdaARN,
        RotationRules: { AutomaticallyAfterDays: 10 },
        ClientRequestToken: secondToken,
        ...input,
      }),
    );
  const described = () => client().send(new Secrets.DescribeSecretCommand({ SecretId: 'key' }));

  beforeEach(async () => {
    await client().send(
      new Secrets.CreateSecretCommand({ Name: 'key', SecretString: 'value', ClientRequestToken: firstToken }),
    );
  });

  it('RotateSecret › runs the four steps and moves AWSCURRENT to the new version', async () => {
    await make();

    const answer = await rotate();
    const before = await read();
    await target.cloud.clock.advance(0);

    expect(answer.VersionId).toBe(secondToken);
    expect(before).toBe('value');
    expect(await read()).toBe('value+');
    expect(await described()).toMatchObject({
      RotationEnabled: true,
      RotationLambdaARN,
      RotationRules: { AutomaticallyAfterDays: 10 },
      LastRotatedDate: expect.any(Date),
      VersionIdsToStages: { [firstToken]: ['AWSPREVIOUS'], [secondToken]: expect.arrayContaining(['AWSCURRENT']) },
    });
  });

  it('RotateSecret › rotates again by its schedule until it is cancelled', async () => {
    await make();
    await rotate({ RotationRules: { ScheduleExpression: 'rate(10 days)' } });
    await target.cloud.clock.advance(0);

    await target.cloud.clock.advance('10d');
    const twice = await read();
    await client().send(new Secrets.CancelRotateSecretCommand({ SecretId: 'key' }));
    await target.cloud.clock.advance('30d');

    expect(twice).toBe('value++');
    expect(await read()).toBe('value++');
    expect((await described()).RotationEnabled).toBe(false);
  });

  it('RotateSecret › rotates when a cron expression opens its window', async () => {
    await make();
    await rotate({
      RotationRules: { ScheduleExpression: 'cron(0 8 * * ? *)', Duration: '2h' },
      RotateImmediately: false,
    });
    const { NextRotationDate, RotationRules } = await described();

    await target.cloud.clock.advance((NextRotationDate?.getTime() ?? 0) - target.cloud.clock.now());

    expect(NextRotationDate?.toISOString()).toMatch(/T08:00:00\.000Z$/);
    expect(RotationRules).toEqual({ ScheduleExpression: 'cron(0 8 * * ? *)', Duration: '2h' });
    expect(await read()).toBe('value+');
    expect((await described()).NextRotationDate?.getTime()).toBe((NextRotationDate?.getTime() ?? 0) + 86_400_000);
  });

  it.each(['cron(5 8 * * ? *)', 'cron(0 8 31 2 ? *)', 'rate(3 hours)', 'rate(1000 days)'])(
    'RotateSecret › refuses the schedule %s',
    async (ScheduleExpression) => {
      await make();

      await expect(rotate({ RotationRules: { ScheduleExpression } })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    },
  );

  it('RotateSecret › refuses more than a thousand days, and windows that are no hours', async () => {
    await make();

    await expect(rotate({ RotationRules: { AutomaticallyAfterDays: 1001 } })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '1001' at 'rotationRules.automaticallyAfterDays' failed to satisfy constraint: Member must have value less than or equal to 1000",
    });
    await expect(rotate({ RotationRules: { AutomaticallyAfterDays: 9, Duration: 'day' } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('RotateSecret › that fails leaves AWSPENDING, and refuses the next until it is through', async () => {
    await make({ BROKEN: '1' });
    await rotate();
    await target.cloud.clock.advance(0);

    expect(await read()).toBe('value');
    expect((await described()).VersionIdsToStages).toEqual({
      [firstToken]: ['AWSCURRENT'],
      [secondToken]: ['AWSPENDING'],
    });
    await expect(rotate({ ClientRequestToken: '3'.repeat(32) })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: "A previous rotation isn't complete. That rotation will be reattempted.",
    });
  });

  it('RotateSecret › can wait for its schedule', async () => {
    await make();
    await rotate({ RotateImmediately: false });
    await target.cloud.clock.advance('9d');
    const early = await read();
    await target.cloud.clock.advance('1d');

    expect(early).toBe('value');
    expect(await read()).toBe('value+');
  });

  it('RotateSecret › refuses a function that is not there', async () => {
    await expect(rotate()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('RunRotation › is no operation that a client could call', async () => {
    const response = await fetch(target.cloud.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.RunRotation' },
      body: '{"SecretId":"key"}',
    });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('UnknownOperationException');
  });
});
