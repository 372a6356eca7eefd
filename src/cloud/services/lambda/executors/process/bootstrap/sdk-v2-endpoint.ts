import { createRequire } from 'node:module';

interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}

/** What version 2 of the SDK exports, as far as it is looked at here. */
interface SdkV2 {
  readonly VERSION: string;
  readonly config: { readonly endpoint?: string; update(options: object): void };
}

/**
 * Version 2 of the AWS SDK for JavaScript knows no `AWS_ENDPOINT_URL`: each copy of it that this process loads is told
 * where the cloud is, before anybody makes a client of it. A client's own `endpoint` wins over that, as in version 3.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html#ss-endpoints-sdk-compat
 */
export function directSdkV2(endpoint: string): void {
  // Node has no public way to see what `require` answers.
  const loader = createRequire(import.meta.url)('node:module') as Loader;
  const load = loader._load;
  loader._load = function (request, ...rest) {
    const loaded = load.call(this, request, ...rest);
    if (mayBeSdk.test(request) && isSdkV2(loaded) && loaded.config.endpoint === undefined) {
      loaded.config.update({ endpoint, s3ForcePathStyle: true, hostPrefixEnabled: false });
    }
    return loaded;
  };
}

/** `aws-sdk`, `aws-sdk/global`, and what they and each single client require: `../lib/core`. */
const mayBeSdk = /(^|[\\/])(aws-sdk|core|global|aws)(\.js)?$/;

/** Own members alone are looked at: a module that is half loaded warns of every other that is asked for. */
function isSdkV2(loaded: unknown): loaded is SdkV2 {
  if (typeof loaded !== 'object' || loaded === null) return false;
  if (!Object.hasOwn(loaded, 'VERSION') || !Object.hasOwn(loaded, 'config')) return false;
  const { VERSION, config } = loaded as SdkV2;
  return typeof VERSION === 'string' && VERSION.startsWith('2.') && typeof config?.update === 'function';
}
