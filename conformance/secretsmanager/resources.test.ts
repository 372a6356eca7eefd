import * as Cfn from '@aws-sdk/client-cloudformation';
import * as Secrets from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const StackName = 'secrets';

describe('CloudFormation', () => {
  const target = useCloud();
  const cfn = () => target.client(Cfn.CloudFormationClient);
  const secrets = () => target.client(Secrets.SecretsManagerClient);

  const template = (secret: object) =>
    JSON.stringify({
      Resources: {
        Secret: { Type: 'AWS::SecretsManager::Secret', Properties: secret },
        Policy: {
          Type: 'AWS::SecretsManager::ResourcePolicy',
          Properties: {
            SecretId: { Ref: 'Secret' },
            ResourcePolicy: {
              Statement: [{ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' }],
            },
          },
        },
      },
      Outputs: { Arn: { Value: { Ref: 'Secret' } } },
    });

  async function create(secret: object): Promise<string> {
    await cfn().send(new Cfn.CreateStackCommand({ StackName, TemplateBody: template(secret) }));
    await Cfn.waitUntilStackCreateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });
    const { Stacks } = await cfn().send(new Cfn.DescribeStacksCommand({ StackName }));
    return Stacks?.[0]?.Outputs?.[0]?.OutputValue ?? '';
  }
  async function update(secret: object): Promise<void> {
    await cfn().send(new Cfn.UpdateStackCommand({ StackName, TemplateBody: template(secret) }));
    await Cfn.waitUntilStackUpdateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });
  }
  const read = async (SecretId: string) =>
    (await secrets().send(new Secrets.GetSecretValueCommand({ SecretId }))).SecretString ?? '';

  const generated = {
    GenerateSecretString: { SecretStringTemplate: '{"user":"ada"}', GenerateStringKey: 'password', PasswordLength: 20 },
  };

  it('makes a secret with a generated password, its policy, and deletes it for good', async () => {
    const arn = await create(generated);
    const value = JSON.parse(await read(arn));
    const { ResourcePolicy } = await secrets().send(new Secrets.GetResourcePolicyCommand({ SecretId: arn }));

    expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:Secret-\w{12}-\w{6}$/);
    expect(value).toEqual({ user: 'ada', password: expect.stringMatching(/^.{20}$/) });
    expect(ResourcePolicy).toContain('DeleteSecret');

    await cfn().send(new Cfn.DeleteStackCommand({ StackName }));
    await Cfn.waitUntilStackDeleteComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });

    await expect(read(arn)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('keeps a generated value when other properties change, and makes a new one when its rules do', async () => {
    const arn = await create(generated);
    const first = await read(arn);

    await update({ ...generated, Description: 'changed' });
    const second = await read(arn);
    await update({ GenerateSecretString: { PasswordLength: 12 } });
    const third = await read(arn);

    expect(second).toBe(first);
    expect(third).toHaveLength(12);
  });

  it('replicates a secret to the regions of the template, and takes the replicas back', async () => {
    const there = () => new Secrets.SecretsManagerClient({ ...target.cloud.clientConfig(), region: 'eu-west-1' });
    const arn = await create({ SecretString: 'one', ReplicaRegions: [{ Region: 'eu-west-1' }] });
    const SecretId = arn.replace('us-east-1', 'eu-west-1');
    const readThere = () => there().send(new Secrets.GetSecretValueCommand({ SecretId }));
    const replica = await readThere();

    await update({ SecretString: 'one' });

    expect(replica.SecretString).toBe('one');
    await expect(readThere()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
