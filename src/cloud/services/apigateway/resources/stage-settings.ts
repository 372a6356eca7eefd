import type { PatchOperation } from '@aws-sdk/client-api-gateway';

/** As `AWS::ApiGateway::Stage` and the stage of a deployment name them. */
export const settingKinds = {
  CacheDataEncrypted: 'flag',
  CacheTtlInSeconds: 'number',
  CachingEnabled: 'flag',
  DataTraceEnabled: 'flag',
  LoggingLevel: 'text',
  MetricsEnabled: 'flag',
  ThrottlingBurstLimit: 'number',
  ThrottlingRateLimit: 'number',
} as const;

export const methodSettingKinds = { ...settingKinds, HttpMethod: 'text', ResourcePath: 'text' } as const;

const paths: Readonly<Record<keyof typeof settingKinds, string>> = {
  CacheDataEncrypted: 'caching/dataEncrypted',
  CacheTtlInSeconds: 'caching/ttlInSeconds',
  CachingEnabled: 'caching/enabled',
  DataTraceEnabled: 'logging/dataTrace',
  LoggingLevel: 'logging/loglevel',
  MetricsEnabled: 'metrics/enabled',
  ThrottlingBurstLimit: 'throttling/burstLimit',
  ThrottlingRateLimit: 'throttling/rateLimit',
};

type Settings = Readonly<Partial<Record<keyof typeof settingKinds, boolean | number | string | undefined>>>;
type MethodSetting = Settings & {
  readonly ResourcePath?: string | undefined;
  readonly HttpMethod?: string | undefined;
};

/** `/*` and `*` are all methods; the root alone is `~1`, since its path is nothing but a slash. */
function pathOf({ ResourcePath = '/*', HttpMethod = '*' }: MethodSetting): string {
  const path = ResourcePath === '/' ? '/~1' : ResourcePath;
  return `${path.startsWith('/') ? path : `/${path}`}/${HttpMethod}`;
}

/** Takes the settings of before away, and sets those of now. */
export function settingPatches(
  settings: readonly MethodSetting[] = [],
  previous: readonly MethodSetting[] = [],
): PatchOperation[] {
  return [...new Set(previous.map(pathOf))]
    .map((path): PatchOperation => ({ op: 'remove', path }))
    .concat(
      settings.flatMap((setting) =>
        Object.entries(paths).flatMap(([name, below]): PatchOperation[] => {
          const value = setting[name as keyof typeof settingKinds];
          return value === undefined
            ? []
            : [{ op: 'replace', path: `${pathOf(setting)}/${below}`, value: String(value) }];
        }),
      ),
    );
}
