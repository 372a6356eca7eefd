import { formatArn } from '../../../kernel/arn.ts';

interface Place {
  readonly account: string;
  readonly region: string;
}

export const keyArn = (id: string, { account, region }: Place): string =>
  formatArn({ service: 'kms', region, account, resource: `key/${id}` });

export const aliasArn = (name: string, { account, region }: Place): string =>
  formatArn({ service: 'kms', region, account, resource: name });
