import { InvalidEvent } from '../language/errors.ts';
import { expectMap } from '../language/expect.ts';
import { isIntrinsic } from '../language/intrinsics.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, has, isMap, isNothing, isTruthy, member } from '../language/values.ts';
import {
  addRequestModel,
  addRequestParameters,
  addRequestValidator,
  type RequestParameter,
} from './definition-requests.ts';
import type { EventRoute } from './event-auth.ts';
import type { SwaggerEditor } from './swagger-editor.ts';

/**
 * The model that an event says its requests have.
 * @throws InvalidEvent
 */
export function addEventModel(editor: SwaggerEditor, given: unknown, route: EventRoute): void {
  const { eventId, path, method, api } = route;
  const model = expectMap(given, { id: eventId, path: 'RequestModel', of: 'event' });
  if (!isTruthy(model.Model)) return;
  const place = `[${pythonText(model.Model)}] on API method [${method}] for path [${path}]`;
  const refused = (reason: string) =>
    new InvalidEvent(eventId, `Unable to set RequestModel ${place} because ${reason}`);
  const models = api.Models;
  if (!isTruthy(models)) throw refused('the related API does not define any Models.');
  if (!isIntrinsic(models) && !isMap(models)) throw refused('the related API Models defined is of invalid type.');
  if (typeof model.Model !== 'string') throw refused('the related API does not contain valid Models.');
  if (!isTruthy(member(models, model.Model))) throw refused("it wasn't defined in the API's Models.");
  addRequestModel(editor, path, method, model);
  const { ValidateBody, ValidateParameters } = model;
  if (isNothing(ValidateBody) && isNothing(ValidateParameters)) return;
  const [body, parameters] = [ValidateBody ?? false, ValidateParameters ?? false];
  if (typeof body !== 'boolean' || typeof parameters !== 'boolean') {
    throw new InvalidEvent(
      eventId,
      `Unable to set Validator to RequestModel ${place} ValidateBody and ValidateParameters must be a boolean type, strings or intrinsics are not supported.`,
    );
  }
  addRequestValidator(editor, path, method, body, parameters);
}

/**
 * The parameters that an event says its requests have.
 * @throws InvalidEvent
 */
export function addEventParameters(editor: SwaggerEditor, given: unknown, route: EventRoute): void {
  // Of a map, AWS's transform reads the keys.
  const items: readonly unknown[] = Array.isArray(given) ? given : Object.keys(given as Fields);
  const parameters = items.map((parameter) => readParameter(parameter, route.eventId));
  addRequestParameters(editor, route.path, route.method, parameters);
}

function readParameter(given: unknown, eventId: string): RequestParameter {
  const refused = (reason: string) =>
    new InvalidEvent(eventId, `Invalid value for 'RequestParameters' property. ${reason}`);
  if (typeof given !== 'string' && !isMap(given)) throw refused('Property must be either a string or an object');
  const [name = '', settings = {}] = typeof given === 'string' ? [given] : (Object.entries(given)[0] ?? []);
  if (!/^method\.request\.(querystring|path|header)\./.test(name)) {
    throw refused(
      "Keys must be in the format 'method.request.[querystring|path|header].{value}', e.g 'method.request.header.Authorization'.",
    );
  }
  if (!isMap(settings) || !Object.keys(settings).every((key) => key === 'Required' || key === 'Caching')) {
    throw refused('Values must be an object, e.g { Required: true, Caching: false }');
  }
  return { name, Required: setting(settings, 'Required'), Caching: setting(settings, 'Caching') };
}

const setting = (settings: Fields, name: string): unknown => (has(settings, name) ? settings[name] : false);
