import type { ApiRecord, AuthorizerRecord, IntegrationRecord, RouteRecord } from '../state.ts';

/** What of an API a definition sets; what it does not mention is undefined. */
export type DefinedSettings = Readonly<
  Pick<ApiRecord, 'CorsConfiguration' | 'Description' | 'DisableExecuteApiEndpoint' | 'Tags' | 'Version'>
> & { readonly Name: string };

/** A definition, read: everything that an import makes. Ids are given already, so that parts refer to each other. */
export interface Definition {
  readonly settings: DefinedSettings;
  readonly authorizers: readonly AuthorizerRecord[];
  readonly integrations: readonly IntegrationRecord[];
  readonly routes: readonly RouteRecord[];
  /** Valid, and of no use to HTTP APIs. */
  readonly info: readonly string[];
  /** What was left out. */
  readonly warnings: readonly string[];
}

/** How the base path of `servers` is taken. */
export type BasePathMode = 'ignore' | 'prepend' | 'split';
