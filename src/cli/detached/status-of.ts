import { adminHeader } from '../../cloud/admin/admin-header.ts';

/** Of what a cloud says of itself. */
export interface ToldStatus {
  readonly pid: number;
  readonly version: string;
}

const answerMs = 5000;

/** Asks who listens at an endpoint; undefined where nobody answers, or somebody who is no Squall. */
export async function statusOf(endpoint: string): Promise<ToldStatus | undefined> {
  try {
    const request = { headers: { [adminHeader]: '1' }, signal: AbortSignal.timeout(answerMs) };
    const response = await fetch(`${endpoint}/_squall/status`, request);
    const { pid, version, operations } = (await response.json()) as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof version !== 'string' || typeof operations !== 'object') return undefined;
    return { pid, version };
  } catch {
    return undefined;
  }
}
