import type { KeyMetadata, KMSClient } from '@aws-sdk/client-kms';
import { CreateKeyCommand, type CreateKeyCommandInput, DescribeKeyCommand } from '@aws-sdk/client-kms';

/** A new key, symmetric unless told otherwise. */
export async function makeKey(client: KMSClient, input: CreateKeyCommandInput = {}) {
  const { KeyMetadata } = await client.send(new CreateKeyCommand(input));
  return { ...KeyMetadata, KeyId: KeyMetadata?.KeyId ?? '' } as KeyMetadata & { KeyId: string };
}

export const describeKey = async (client: KMSClient, KeyId: string): Promise<KeyMetadata | undefined> =>
  (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
