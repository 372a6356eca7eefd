/**
 * What SDKs put before the host of some operations (`sync-` for StartSyncExecution, `stream-` for StartLiveTail), where an
 * address follows: names of that form belong to nobody, while `sync-example.com` is another's than `example.com`.
 */
const prefix = /^(?:sync|stream|streaming)-(?=\d+\.\d+\.\d+\.\d+(?::\d+)?$)/i;

/** A `Host` as the client was told it. */
export const withoutHostPrefix = (host: string): string => host.replace(prefix, '');
