import type { Random } from '../../kernel/random.ts';

/** The extended request id of API Gateway, `JKJaXmPLvHcESHA=`: eleven bytes in base64. */
export const newRequestId = (random: Random): string => `${Buffer.from(random.bytes(11)).toString('base64url')}=`;
