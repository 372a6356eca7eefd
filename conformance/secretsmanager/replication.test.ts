import * as Secrets from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

describe('replicas of a secret', () => {
  const target = useCloud({ clock: 'virtual' });
  const clientIn = (region: string) => new Secrets.SecretsManagerClient({ ...target.cloud.clientConfig(), region });
  const create = (more: Partial<Secrets.CreateSecretCommandInput> = {}) =>
    clientIn('us-east-1').send(new Secrets.CreateSecretCommand({ Name: 'key', SecretString: 'one', ...more }));
  const replicate = (Region = 'eu-west-1', more: Partial<Secrets.ReplicateSecretToRegionsCommandInput> = {}) =>
    clientIn('us-east-1').send(
      new Secrets.ReplicateSecretToRegionsCommand({ SecretId: 'key', AddReplicaRegions: [{ Region }], ...more }),
    );
  const read = (region: string) => clientIn(region).send(new Secrets.GetSecretValueCommand({ SecretId: 'key' }));
  const describeIn = (region: string) => clientIn(region).send(new Secrets.DescribeSecretCommand({ SecretId: 'key' }));

  it('ReplicateSecretToRegions › copies the value, and every later one', async () => {
    const { ARN = '' } = await create();

    const answer = await replicate();
    const first = await read('eu-west-1');
    await clientIn('us-east-1').send(new Secrets.PutSecretValueCommand({ SecretId: 'key', SecretString: 'two' }));

    expect(answer).toMatchObject({
      ARN,
      ReplicationStatus: [{ Region: 'eu-west-1', KmsKeyId: 'alias/aws/secretsmanager', Status: 'InProgress' }],
    });
    expect(first).toMatchObject({ ARN: ARN.replace('us-east-1', 'eu-west-1'), SecretString: 'one' });
    expect((await read('eu-west-1')).SecretString).toBe('two');
  });

  it('DescribeSecret › tells the regions at the primary, and the primary at both', async () => {
    await create({ AddReplicaRegions: [{ Region: 'eu-west-1' }] });

    expect(await describeIn('us-east-1')).toMatchObject({
      PrimaryRegion: 'us-east-1',
      ReplicationStatus: [{ Region: 'eu-west-1', Status: 'InSync', StatusMessage: 'Replication succeeded' }],
    });
    const replica = await describeIn('eu-west-1');
    expect(replica.PrimaryRegion).toBe('us-east-1');
    expect(replica.ReplicationStatus).toBeUndefined();
  });

  it('PutSecretValue, DeleteSecret › are refused at a replica, and DeleteSecret at a primary that has some', async () => {
    const { ARN } = await create({ AddReplicaRegions: [{ Region: 'eu-west-1' }, { Region: 'eu-west-2' }] });
    const refused = {
      name: 'InvalidParameterException',
      message: "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    };

    await expect(
      clientIn('eu-west-1').send(new Secrets.PutSecretValueCommand({ SecretId: 'key', SecretString: 'x' })),
    ).rejects.toMatchObject(refused);
    await expect(
      clientIn('eu-west-1').send(new Secrets.DeleteSecretCommand({ SecretId: 'key' })),
    ).rejects.toMatchObject(refused);
    await expect(
      clientIn('us-east-1').send(new Secrets.DeleteSecretCommand({ SecretId: 'key' })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `You can't delete secret ${ARN} that still has replica regions [eu-west-1, eu-west-2].`,
    });
  });

  it('RemoveRegionsFromReplication › deletes the replica', async () => {
    await create({ AddReplicaRegions: [{ Region: 'eu-west-1' }] });

    const left = await clientIn('us-east-1').send(
      new Secrets.RemoveRegionsFromReplicationCommand({ SecretId: 'key', RemoveReplicaRegions: ['eu-west-1'] }),
    );

    expect(left.ReplicationStatus).toEqual([]);
    await expect(read('eu-west-1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await describeIn('us-east-1')).PrimaryRegion).toBeUndefined();
  });

  it('StopReplicationToReplica › makes the replica a secret of its own', async () => {
    const { ARN = '' } = await create({ AddReplicaRegions: [{ Region: 'eu-west-1' }] });

    const stopped = await clientIn('eu-west-1').send(new Secrets.StopReplicationToReplicaCommand({ SecretId: 'key' }));
    await clientIn('eu-west-1').send(new Secrets.PutSecretValueCommand({ SecretId: 'key', SecretString: 'own' }));

    expect(stopped.ARN).toBe(ARN.replace('us-east-1', 'eu-west-1'));
    expect((await read('us-east-1')).SecretString).toBe('one');
    expect((await read('eu-west-1')).SecretString).toBe('own');
    expect((await describeIn('us-east-1')).ReplicationStatus).toBeUndefined();
  });

  it('ReplicateSecretToRegions › fails where another secret has the name, unless told to overwrite', async () => {
    await create();
    await clientIn('eu-west-1').send(new Secrets.CreateSecretCommand({ Name: 'key', SecretString: 'other' }));

    const failed = await replicate();
    const kept = await read('eu-west-1');
    await replicate('eu-west-1', { ForceOverwriteReplicaSecret: true });

    expect(failed.ReplicationStatus).toMatchObject([
      { Status: 'Failed', StatusMessage: 'Replication failed: Secret name key already exists in region eu-west-1.' },
    ]);
    expect(kept.SecretString).toBe('other');
    expect((await read('eu-west-1')).SecretString).toBe('one');
    await expect(replicate('us-east-1')).rejects.toMatchObject({ message: 'Invalid replica region.' });
  });
});
