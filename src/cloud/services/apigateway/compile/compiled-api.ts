import type { Integration, Method, MethodSetting } from '@aws-sdk/client-api-gateway';
import type { AccessLogFormat } from '../../../gateway/access-logs/access-log.ts';
import type { OutboundCertificate } from '../../../gateway/integrations/outbound.ts';
import type { Policy } from '../../../policy/statement.ts';
import type {
  AuthorizerRecord,
  Configuration,
  GatewayResponseRecord,
  RequestValidatorRecord,
  ResourceRecord,
  RestApiRecord,
  StageRecord,
} from '../state.ts';
import type { CompiledIntegration } from './compile-integration.ts';
import type { ModelValidators } from './model-validators.ts';
import type { Router } from './router.ts';

/** A method of a resource, with everything that a request to it needs at hand. */
export interface CompiledMethod {
  readonly resource: ResourceRecord;
  /** `ANY` where the method takes every verb. */
  readonly verb: string;
  readonly record: Readonly<Method>;
  /** A deployment has no method without one. */
  readonly integration: Readonly<Integration>;
  /** What the integration says of parameters, templates and patterns. */
  readonly mapping: CompiledIntegration;
  readonly authorizer: AuthorizerRecord | undefined;
  readonly validator: RequestValidatorRecord | undefined;
}

/** What one deployment serves; shared by the stages that point at it. */
export interface CompiledDeployment {
  readonly id: string;
  readonly frozen: Configuration;
  readonly router: Router<CompiledMethod>;
  readonly models: ModelValidators;
  /** Of the API as it was deployed; undefined where it has none. */
  readonly resourcePolicy: Policy | undefined;
  /** Of those that users worded anew, by type. */
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseRecord>;
}

export interface CompiledStage {
  readonly record: StageRecord;
  readonly name: string;
  readonly deployment: CompiledDeployment;
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLog: AccessLogFormat | undefined;
  /** See `methodSettings`. */
  readonly settings: ReadonlyMap<string, MethodSetting>;
  /** What a part of its requests gets instead; itself a stage of the same name. */
  readonly canary: CompiledStage | undefined;
  readonly isCanary: boolean;
  /** What the stage shows to HTTP backends. */
  readonly clientCertificate?: OutboundCertificate;
}

/** An API as requests meet it. */
export interface CompiledApi {
  readonly record: RestApiRecord;
  readonly account: string;
  readonly region: string;
  readonly stages: ReadonlyMap<string, CompiledStage>;
}
