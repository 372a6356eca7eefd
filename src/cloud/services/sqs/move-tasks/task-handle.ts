import { parseJsonObject } from '../../../kernel/json.ts';
import type { MoveTask } from '../state.ts';

/** Opaque to clients: which task of which queue. */
export const taskHandle = ({ id, sourceArn }: MoveTask): string =>
  Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString('base64');

export function parseTaskHandle(handle: string): { readonly taskId: string; readonly sourceArn: string } | undefined {
  const { taskId, sourceArn } = parseJsonObject(Buffer.from(handle, 'base64').toString()) ?? {};
  return typeof taskId === 'string' && typeof sourceArn === 'string' ? { taskId, sourceArn } : undefined;
}
