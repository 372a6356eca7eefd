import { raise, UnsupportedError } from '../../../kernel/errors.ts';
import { badRequest } from '../errors.ts';
import { featureFlags } from '../profiles.ts';

/** Where the content of a profile lies, as its URI tells. */
export type Location =
  | { readonly kind: 'hosted' }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'secret'; readonly name: string }
  | { readonly kind: 'object'; readonly bucket: string; readonly key: string };

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateConfigurationProfile.html */
export function readLocation(uri: string): Location {
  if (uri === 'hosted') return { kind: 'hosted' };
  const [, scheme = '', rest = ''] = /^([a-z0-9-]+):\/\/(.+)$/s.exec(uri) ?? [];
  if (scheme === 'ssm-parameter') return { kind: 'parameter', name: nameIn(rest, /:parameter(\/.+)$/) };
  if (scheme === 'secretsmanager') return { kind: 'secret', name: rest };
  if (scheme === 's3') {
    const [, bucket = '', key = ''] = /^([^/]+)\/(.+)$/s.exec(rest) ?? [];
    if (bucket !== '') return { kind: 'object', bucket, key };
  }
  if (scheme === 'ssm-document' || scheme === 'codepipeline') {
    throw new UnsupportedError(`configuration profiles located at ${scheme}://`);
  }
  return raise(badRequest(`LocationUri ${uri} is not valid.`));
}

/** Throws where a profile cannot lie there. */
export function assertLocation(uri: string, type: string, roleArn: string | undefined): void {
  const { kind } = readLocation(uri);
  if (type === featureFlags && kind !== 'hosted') {
    throw badRequest(`Configuration profiles of type ${featureFlags} must have the LocationUri hosted.`);
  }
  if (kind === 'hosted' && roleArn !== undefined) {
    throw badRequest('RetrievalRoleArn must not be specified for a hosted configuration.');
  }
  if (kind !== 'hosted' && roleArn === undefined) {
    throw badRequest(`RetrievalRoleArn is required for the LocationUri ${uri}.`);
  }
}

const nameIn = (rest: string, inArn: RegExp): string => inArn.exec(rest)?.[1] ?? rest;
