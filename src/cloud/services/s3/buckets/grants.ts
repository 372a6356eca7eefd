import type { AccessControlPolicy, Grant, Grantee } from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import { invalidArgument } from '../errors.ts';

export const everyone = 'http://acs.amazonaws.com/groups/global/AllUsers';
export const everyAccount = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
export const logDelivery = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

const groups: ReadonlySet<string> = new Set([everyone, everyAccount, logDelivery]);
const permissions: ReadonlySet<string> = new Set(['FULL_CONTROL', 'WRITE', 'WRITE_ACP', 'READ', 'READ_ACP']);

/** Grants as headers give them: `id="…", uri="…"`. */
export interface HeaderGrants {
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

const headers = [
  ['GrantFullControl', 'FULL_CONTROL', 'x-amz-grant-full-control'],
  ['GrantRead', 'READ', 'x-amz-grant-read'],
  ['GrantReadACP', 'READ_ACP', 'x-amz-grant-read-acp'],
  ['GrantWrite', 'WRITE', 'x-amz-grant-write'],
  ['GrantWriteACP', 'WRITE_ACP', 'x-amz-grant-write-acp'],
] as const;

/** What the headers of an input grant; undefined where there are none. */
export function headerGrantsOf(input: HeaderGrants): Grant[] | undefined {
  const given = headers.filter(([member]) => input[member] !== undefined);
  if (given.length === 0) return undefined;
  return given.flatMap(([member, Permission, header]) =>
    (input[member] ?? '').split(',').map((text): Grant => ({ Grantee: granteeOf(text.trim(), header), Permission })),
  );
}

function granteeOf(text: string, header: string): Grantee {
  const [, name, value = ''] = /^(id|uri|emailAddress)="?([^"]*)"?$/i.exec(text) ?? [];
  switch (name?.toLowerCase()) {
    case 'id':
      return canonicalUser(value, 'id');
    case 'uri':
      return group(value, 'uri');
    case 'emailaddress':
      throw unresolvableEmail();
    default:
      throw invalidArgument('Argument format not recognized', header, text);
  }
}

/** The grants of a policy; throws MalformedACLError for what is none. */
export function policyGrantsOf({ Grants, Owner }: AccessControlPolicy): Grant[] {
  if (Owner?.ID === undefined || !Grants) throw malformedAcl();
  assertCanonicalUser(Owner.ID, 'CanonicalUser/ID');
  return Grants.map(({ Grantee, Permission }): Grant => {
    if (!Grantee || Permission === undefined || !permissions.has(Permission)) throw malformedAcl();
    return { Grantee: namedGrantee(Grantee), Permission };
  });
}

function namedGrantee({ Type, ID, URI }: Grantee): Grantee {
  if (Type === 'CanonicalUser' && ID !== undefined) return canonicalUser(ID, 'CanonicalUser/ID');
  if (Type === 'Group' && URI !== undefined) return group(URI, 'Group/URI');
  throw Type === 'AmazonCustomerByEmail' ? unresolvableEmail() : malformedAcl();
}

function canonicalUser(ID: string, argument: string): Grantee {
  assertCanonicalUser(ID, argument);
  return { Type: 'CanonicalUser', ID };
}

function assertCanonicalUser(id: string, argument: string): void {
  if (!/^[0-9a-f]{64}$/.test(id)) throw invalidArgument('Invalid id', argument, id);
}

function group(URI: string, argument: string): Grantee {
  if (!groups.has(URI)) throw invalidArgument('Invalid group uri', argument, URI);
  return { Type: 'Group', URI };
}

/** No account here has an e-mail address. */
const unresolvableEmail = (): AwsError =>
  new AwsError(
    'UnresolvableGrantByEmailAddress',
    'The e-mail address you provided does not match any account on record.',
    { status: 400 },
  );

const malformedAcl = (): AwsError =>
  new AwsError(
    'MalformedACLError',
    'The XML you provided was not well-formed or did not validate against our published schema',
    { status: 400 },
  );
