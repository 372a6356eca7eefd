import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

/** One of each for all handlers of a function; service name and namespace come from the environment. */
export const logger = new Logger();
export const metrics = new Metrics();
export const tracer = new Tracer({ captureHTTPsRequests: false });
