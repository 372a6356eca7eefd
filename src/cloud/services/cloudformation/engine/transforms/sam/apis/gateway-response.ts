import { InvalidResource } from '../language/errors.ts';
import { expectMap } from '../language/expect.ts';
import { made, textOf } from '../language/legacy/made-text.ts';
import { legacyMap, markedKeys, setMade } from '../language/legacy/ordered-map.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, has, isMap, isNothing, isTruthy } from '../language/values.ts';

const prefixes: Readonly<Record<string, string>> = { Headers: 'header.', Paths: 'path.', QueryStrings: 'querystring.' };

/** What an API answers instead of API Gateway's own error. */
export class GatewayResponse {
  readonly #apiId: string;
  readonly #parameters: Fields;
  readonly #templates: unknown;
  readonly #statusCode: string;

  /** @throws InvalidResource */
  constructor(apiId: string, parameters: unknown, templates: unknown, statusCode: unknown) {
    for (const key of isTruthy(parameters) && isMap(parameters) ? Object.keys(parameters) : []) {
      if (!has(prefixes, key)) throw new InvalidResource(apiId, `Invalid gateway response parameter '${key}'`);
    }
    if (isTruthy(statusCode) && !/^[0-9]{1,3}\n?$/.test(pythonText(statusCode))) {
      throw new InvalidResource(apiId, "Property 'StatusCode' must be numeric");
    }
    this.#apiId = apiId;
    this.#parameters = isTruthy(parameters) ? (parameters as Fields) : legacyMap();
    this.#templates = isTruthy(templates) ? templates : legacyMap();
    this.#statusCode = isNothing(statusCode) ? '' : pythonText(statusCode);
  }

  /** @throws InvalidPropertyType */
  toSwagger(): Fields {
    const swagger = legacyMap();
    setMade(swagger, 'responseParameters', this.#prefixed());
    setMade(swagger, 'responseTemplates', this.#templates);
    if (this.#statusCode !== '') setMade(swagger, 'statusCode', made(this.#statusCode));
    return swagger;
  }

  #prefixed(): Fields {
    const prefixed = legacyMap();
    for (const [name, prefix] of Object.entries(prefixes)) {
      const place = { id: this.#apiId, path: `ResponseParameters.${name}` };
      const given = expectMap(has(this.#parameters, name) ? this.#parameters[name] : {}, place);
      for (const key of markedKeys(given)) prefixed[`gatewayresponse.${prefix}${textOf(key)}`] = given[textOf(key)];
    }
    return prefixed;
  }
}
