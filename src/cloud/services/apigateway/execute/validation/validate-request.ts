import { DeadlineExceeded } from '../../../../kernel/deadline.ts';
import { ModelError } from '../../compile/model-validators.ts';
import { type RoutedExchange, routed, type Step } from '../exchange.ts';
import { GatewayFailure, misconfigured } from '../gateway-failure.ts';
import { requestParameter } from '../request-parameters.ts';

/** Families in the order in which what is missing is told, as recorded on AWS. */
const families = ['header', 'path', 'querystring'] as const;

/**
 * Parameters first, then the body. What exactly is wrong with a body stands in `$context.error.validationErrorString`
 * alone. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export const validateRequest: Step = (exchange) => {
  const call = routed(exchange);
  const { validator, record } = call.match.method;
  if (validator?.validateRequestParameters) {
    const missing = missingParameters(record.requestParameters ?? {}, (source) => requestParameter(exchange, source));
    if (missing.length > 0) {
      const message = `Missing required request parameters: [${missing.join(', ')}]`;
      throw new GatewayFailure('BAD_REQUEST_PARAMETERS', { message, validationError: `[${missing.join(', ')}]` });
    }
  }
  if (!validator?.validateRequestBody) return;
  const { requestModels = {} } = record;
  const model = requestModels[mediaTypeOf(call.request.headers['content-type'])] ?? requestModels.$default;
  if (model === undefined) return;
  const problem = problemOf(call, model);
  if (problem !== undefined) throw new GatewayFailure('BAD_REQUEST_BODY', { validationError: problem });
};

/** A body that takes too long counts as a wrong one: it is the client who sent it. */
function problemOf({ stage, request }: RoutedExchange, model: string): string | undefined {
  try {
    return stage.deployment.models.problemOf(model, Buffer.from(request.body).toString('utf8'));
  } catch (error) {
    if (error instanceof DeadlineExceeded) return `[The body is ${error.message}]`;
    if (!(error instanceof ModelError)) throw error;
    throw misconfigured(`Execution failed due to configuration error: ${error.message}`);
  }
}

/** Names of required parameters that are not there; a blank one counts as missing. */
function missingParameters(
  parameters: Readonly<Record<string, boolean>>,
  read: (source: string) => string | undefined,
): string[] {
  const missing: string[] = [];
  for (const family of families) {
    const prefix = `method.request.${family}.`;
    for (const [parameter, isRequired] of Object.entries(parameters)) {
      if (!isRequired || !parameter.startsWith(prefix)) continue;
      const name = parameter.slice(prefix.length);
      if (!read(`${family}.${name}`)?.trim()) missing.push(name);
    }
  }
  return missing;
}

/** Without parameters; a request that names no type is JSON. */
const mediaTypeOf = (contentType: string | undefined): string =>
  contentType?.split(';', 1)[0]?.trim().toLowerCase() || 'application/json';
