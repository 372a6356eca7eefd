import type { Protocol } from './protocol.ts';

/**
 * How `models/<service>.json` is written: the SDK clients' schemas (`@smithy/types`, StaticSchema), without what a
 * server has no use for. Made by `npm run models`; read by `model.ts`.
 */
export interface ModelFile extends ServiceHead {
  readonly operations: Readonly<Record<string, OperationFile>>;
  /** Names of error structures → index in `shapes`. */
  readonly errors: Readonly<Record<string, number>>;
  readonly shapes: readonly ShapeFile[];
  /** Operations of which nothing but the name is kept: calls of them can be told apart, and not be read. */
  readonly namesOnly?: readonly string[];
}

/** What is needed to tell whose request it is; all heads together are `models/index.json`. */
export interface ServiceHead {
  readonly service: string;
  readonly namespace: string;
  readonly version: string;
  readonly signingName: string;
  /** As SDKs name it, in lower case: `eventbridge`, `cognitoidentityprovider`. */
  readonly sdkName?: string;
  /** First labels of the service's public host: `monitoring`, `api.ecr`. */
  readonly endpointPrefix: string;
  /** What clients may speak; the first is what the SDK speaks by itself. */
  readonly protocols: readonly Protocol[];
  /** `X-Amz-Target: <targetPrefix>.<Operation>`; also `/service/<targetPrefix>/operation/…` in CBOR. */
  readonly targetPrefix: string;
  readonly xmlNamespace?: string;
  /** Errors carry `x-amzn-query-error` in the JSON and CBOR protocols. */
  readonly queryCompatible?: true;
}

/** An operation in the file; targets are references. */
export interface OperationFile {
  readonly input: RefFile;
  readonly output: RefFile;
  /** Method, URI template, status. */
  readonly http?: readonly [string, string, number];
}

/**
 * Structures, unions and errors: kind, name, member names, their targets, how many of them are required (from the
 * start), traits. Lists: kind, name, value, traits. Maps: kind, name, key, value, traits.
 */
export type ShapeFile =
  | readonly ['S' | 'U' | 'E', string, readonly string[], readonly RefFile[], number, Traits?]
  | readonly ['L', string, RefFile, Traits?]
  | readonly ['M', string, RefFile, RefFile, Traits?];

/** A simple type by its letter, a shape by its index, or either with the traits of the member. */
export type RefFile = SimpleLetter | number | readonly [SimpleLetter | number, Traits];

/**
 * string, number (n), boolean (o), big integer (i), big decimal (d), blob (b), streaming blob (B), document (D),
 * timestamps: default (t), date-time (w), http-date (h), epoch seconds (e); unit (u).
 */
export type SimpleLetter = 's' | 'n' | 'o' | 'i' | 'd' | 'b' | 'B' | 'D' | 't' | 'w' | 'h' | 'e' | 'u';

/** Smithy traits that matter to a server; https://smithy.io/2.0/trait-index.html */
export interface Traits {
  readonly httpLabel?: 1;
  readonly httpPayload?: 1;
  readonly httpQueryParams?: 1;
  readonly httpResponseCode?: 1;
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  readonly httpPrefixHeaders?: string;
  readonly jsonName?: string;
  readonly xmlName?: string;
  /** Its name in requests of EC2's protocol, where that is not its name in XML with a capital. */
  readonly ec2QueryName?: string;
  readonly xmlAttribute?: 1;
  readonly xmlFlattened?: 1;
  /** Prefix and URI. */
  readonly xmlNamespace?: readonly [string, string];
  readonly sparse?: 1;
  readonly idempotencyToken?: 1;
  readonly sensitive?: 1;
  readonly mediaType?: string;
  /** A streaming union is an event stream. */
  readonly streaming?: 1;
  /** Where a member of an event travels, when not in its document. */
  readonly eventHeader?: 1;
  readonly eventPayload?: 1;
  readonly error?: 'client' | 'server';
  readonly httpError?: number;
  /** Code and status in the query protocol. */
  readonly awsQueryError?: readonly [string, number];
}
