import { createHash } from 'node:crypto';
import { roleCaller } from '../../../gateway/integrations/role-caller.ts';
import type { Caller } from '../../../kernel/identity.ts';

/** The scheduler in a schedule's execution role; its sessions have hashes for names. Undefined for what is no role. */
export const executionRole = (roleArn: string, scheduleArn: string): Caller | undefined =>
  roleCaller(roleArn, createHash('md5').update(scheduleArn).digest('hex'));
