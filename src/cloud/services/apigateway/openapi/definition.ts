import type { Method } from '@aws-sdk/client-api-gateway';
import type {
  AuthorizerRecord,
  DocumentationPartRecord,
  GatewayResponseRecord,
  ModelRecord,
  RequestValidatorRecord,
  RestApiRecord,
} from '../state.ts';

/** What of an API a definition sets; what it does not mention is undefined. */
export type DefinedSettings = Readonly<
  Partial<
    Pick<
      RestApiRecord,
      | 'apiKeySource'
      | 'binaryMediaTypes'
      | 'description'
      | 'disableExecuteApiEndpoint'
      | 'endpointAccessMode'
      | 'minimumCompressionSize'
      | 'policy'
      | 'securityPolicy'
      | 'tags'
      | 'version'
    >
  >
> & { readonly name: string; readonly vpcEndpointIds: readonly string[] | undefined };

/** A definition, read: everything that an import makes. Ids are given already, so that parts refer to each other. */
export interface Definition {
  readonly settings: DefinedSettings;
  readonly models: readonly ModelRecord[];
  readonly validators: readonly RequestValidatorRecord[];
  readonly authorizers: readonly AuthorizerRecord[];
  readonly gatewayResponses: readonly GatewayResponseRecord[];
  readonly documentationParts: readonly DocumentationPartRecord[];
  /** Methods by path and verb; a path may have none. */
  readonly paths: ReadonlyMap<string, ReadonlyMap<string, Method>>;
}

/** How the base path of a definition is taken. */
export type BasePathMode = 'ignore' | 'prepend' | 'split';

/** What an import is asked for by `parameters`. */
export interface ImportOptions {
  readonly basePath: BasePathMode;
  readonly ignoresDocumentation: boolean;
}

/** Ids of what is there already, by name, and new ones for what is not. */
export interface Ids {
  readonly apiId: string;
  readonly model: (name: string) => string;
  readonly validator: (name: string) => string;
  readonly authorizer: (name: string) => string;
  readonly documentationPart: (location: string) => string;
}
