import type { CloudClient } from '../cloud-client.ts';
import { connect } from '../cloud-client.ts';
import { sdkClient } from './sdk-client.ts';

/** A client for whatever emulator answers at an endpoint: Squall by its own protocol, others by the project's SDK. */
export async function clientAt(endpoint: string, region = 'us-east-1'): Promise<CloudClient> {
  const squall = connect(endpoint, { region });
  const isSquall = await squall.now().then(
    () => true,
    () => false,
  );
  if (isSquall) return squall;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return sdkClient({ endpoint, region, credentials }, squall.account);
}
