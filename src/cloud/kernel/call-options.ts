import type { HttpRequest } from './http.ts';
import type { Caller } from './identity.ts';
import type { TraceOrigin } from './trace.ts';

/** As whom, where and in whose course a call is made; the calling context's own unless told otherwise. */
export interface CallOptions {
  readonly caller?: Caller;
  readonly account?: string;
  readonly region?: string;
  /** The hop in whose course this call is made. */
  readonly parent?: string | undefined;
  /** Trace of the call that causes this one: the new hop is a span below it. */
  readonly trace?: TraceOrigin | undefined;
  /**
   * On whose behalf a service calls: what `aws:SourceArn` may be, of which one must be allowed and none denied. With them
   * the resource's own policy decides; without them the service acts as its owner does, or by a role.
   */
  readonly sourceArns?: readonly string[] | undefined;
  /** Hears the id of the call's hop when it is over. */
  readonly hopEnded?: ((requestId: string) => void) | undefined;
}

/** A request of the AWS API that is made inside of the process, on behalf of a caller who need not sign it. */
export interface ServiceRequest {
  /** Without a host: the endpoint makes it. */
  readonly request: HttpRequest;
  /** First labels of the service's host, and a subdomain where there is one: `dynamodb`, `monitoring`, `bucket.s3`. */
  readonly endpoint: string;
  /** Names the operation where the path does not: the request takes the form in which the service's protocol tells it. */
  readonly action?: string | undefined;
  readonly caller: Caller;
  readonly region: string;
  /** The hop in whose course it is made. */
  readonly parent: string;
  readonly trace: TraceOrigin;
}

/** A call of any operation of any service, in the words of the SDKs: of schedules and state machines. */
export interface SdkCall extends CallOptions {
  /** `eventbridge`, `sfn`, `cloudwatchlogs`. */
  readonly sdkName: string;
  /** `putEvents` */
  readonly action: string;
  /** JSON with members in capitals: `{ "TableName": "orders" }`. */
  readonly input: unknown;
  /** Members that AWS's models do not know: what services tell each other. */
  readonly more?: object;
  /** How members of the answer are written: as AWS's SDK for Java 2 calls them (default), or as the API does. */
  readonly namesOf?: 'java' | 'api';
  /** Hears how the service answered, success or not, before the call ends; not where no answer came. */
  readonly answered?: (answer: SdkAnswer) => void;
}

/** An answer as an SDK would have got it. */
export interface SdkAnswer {
  /** In the service's own form. */
  readonly requestId: string;
  readonly status: number;
  /** `application/x-amz-json-1.0` */
  readonly contentType: string;
  /** Present where the service refused. */
  readonly error?: SdkRefusal;
}

export interface SdkRefusal {
  /** As it travels: `AWS.SimpleQueueService.NonExistentQueue`. */
  readonly code: string;
  readonly message: string;
  /** The error's shape: `QueueDoesNotExist`; undefined for what is in no model. */
  readonly shape: string | undefined;
}
