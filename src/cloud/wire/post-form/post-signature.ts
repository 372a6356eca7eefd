import { createHmac } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import type { Credential } from '../../kernel/identity.ts';
import { assertSessionToken, hmac, signingKey } from '../signatures/signed-request.ts';
import { missingField, type PostForm } from './read-form.ts';

/** Whose form it says to be, and for which region; both undefined for a form that is not signed. */
export function signerOf({ fields }: PostForm): { accessKeyId: string | undefined; region: string | undefined } {
  const [accessKeyId, , region] = fields.get('x-amz-credential')?.split('/') ?? [];
  return { accessKeyId: accessKeyId ?? fields.get('awsaccesskeyid'), region };
}

/**
 * Throws unless the form's policy, whose text is what is signed, was signed with `credential`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
 */
export function verifyPostForm({ fields }: PostForm, credential: Credential, nowMs: number): void {
  const policy = fields.get('policy');
  if (policy === undefined) throw missingField('policy');
  assertSessionToken(fields.get('x-amz-security-token'), 's3', credential, nowMs);
  const scope = fields.get('x-amz-credential');
  const isOld = scope === undefined;
  const given = fields.get(isOld ? 'signature' : 'x-amz-signature');
  if (given === undefined) throw missingField(isOld ? 'Signature' : 'X-Amz-Signature');
  const [, date = '', region = '', service = ''] = scope?.split('/') ?? [];
  const expected = isOld
    ? createHmac('sha1', credential.secretAccessKey).update(policy).digest('base64')
    : hmac(signingKey(credential.secretAccessKey, date, region, service), policy).toString('hex');
  if (expected === given) return;
  const text =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  throw new AwsError('SignatureDoesNotMatch', text, { status: 403 });
}
