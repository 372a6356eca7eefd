import { createHash } from 'node:crypto';
import type { Caller } from '../../../kernel/identity.ts';
import { sessionOf } from '../../../kernel/role-session.ts';

/** The scheduler in a schedule's execution role; its sessions have hashes for names. Undefined for what is no role. */
export const executionRole = (roleArn: string, scheduleArn: string): Caller | undefined =>
  sessionOf(roleArn, createHash('md5').update(scheduleArn).digest('hex'));
