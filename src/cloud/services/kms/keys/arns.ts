import { formatArn } from '../../../kernel/arns.ts';
import type { Scope } from '../../../kernel/scope.ts';

/** `arn:aws:kms:us-east-1:000000000000:key/1234abcd-…` */
export const keyArn = (id: string, { account, region }: Scope): string =>
  formatArn({ service: 'kms', region, account, resource: `key/${id}` });

/** `name` with its prefix: `alias/orders`. */
export const aliasArn = (name: string, { account, region }: Scope): string =>
  formatArn({ service: 'kms', region, account, resource: name });
