import {
  type FunctionTarget,
  functionTarget,
  withStageVariables,
} from '../../../gateway/integrations/function-target.ts';
import { integrationTimeoutMsDefault } from '../defaults.ts';
import { type ServiceAction, serviceActionOf } from '../service-actions.ts';
import type { IntegrationRecord } from '../state.ts';
import { compileMapping, compileValue, type MappedValue, type ParameterMapping } from './compile-mapping.ts';

interface Shared {
  readonly timeoutMs: number;
  /** Undefined when the integration maps nothing, which is the rule. */
  readonly requestMapping: ParameterMapping | undefined;
  /** By the backend's status. */
  readonly responseMappings: ReadonlyMap<number, ParameterMapping>;
}

/** An integration, ready to be asked; what varies by stage is filled in. */
export type CompiledIntegration = FunctionIntegration | HttpIntegration | ServiceIntegration;

/** `AWS_PROXY`: a Lambda function. */
export interface FunctionIntegration extends Shared {
  readonly kind: 'function';
  /** Undefined when the URI names no function, which shows at the first request, as on AWS. */
  readonly target: FunctionTarget | undefined;
  readonly format: '1.0' | '2.0';
  /** With a role to take on, the function's resource policy is not asked. */
  readonly hasCredentials: boolean;
}

/** `HTTP_PROXY`: a URL of the user’s. */
export interface HttpIntegration extends Shared {
  readonly kind: 'http';
  /** May hold path variables in braces. */
  readonly uri: string;
  /** `ANY` passes the client's on. */
  readonly method: string;
}

/** `AWS_PROXY` with a subtype: an operation of a service, without a function in between. */
export interface ServiceIntegration extends Shared {
  readonly kind: 'service';
  readonly action: ServiceAction;
  /** The ARN of the role that calls. */
  readonly credentials: string;
  /** By the name of the parameter. */
  readonly values: ReadonlyMap<string, MappedValue>;
}

/** Puts stage variables into the URI, so that an integration is compiled once for each stage. */
export function compileIntegration(
  record: IntegrationRecord,
  variables: Readonly<Record<string, string>>,
): CompiledIntegration {
  const uri = withStageVariables(record.IntegrationUri ?? '', variables);
  const responses = Object.entries(record.ResponseParameters ?? {});
  const shared: Shared = {
    timeoutMs: record.TimeoutInMillis ?? integrationTimeoutMsDefault,
    // Those of a service's operation are no actions on the request.
    requestMapping: record.IntegrationSubtype === undefined ? compileMapping(record.RequestParameters) : undefined,
    responseMappings: new Map(
      responses.flatMap(([status, parameters]) => {
        const mapping = compileMapping(parameters);
        return mapping ? [[Number(status), mapping] as const] : [];
      }),
    ),
  };
  if (record.IntegrationType === 'HTTP_PROXY') {
    return { ...shared, kind: 'http', uri, method: record.IntegrationMethod ?? 'ANY' };
  }
  const action = record.IntegrationSubtype === undefined ? undefined : serviceActionOf(record.IntegrationSubtype);
  if (action) {
    const values = Object.entries(record.RequestParameters ?? {}).map(
      ([name, text]) => [name, compileValue(text)] as const,
    );
    return { ...shared, kind: 'service', action, credentials: record.CredentialsArn ?? '', values: new Map(values) };
  }
  return {
    ...shared,
    kind: 'function',
    target: functionTarget(uri),
    format: record.PayloadFormatVersion === '1.0' ? '1.0' : '2.0',
    hasCredentials: record.CredentialsArn !== undefined,
  };
}
