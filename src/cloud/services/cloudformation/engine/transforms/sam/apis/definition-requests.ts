import { made } from '../language/legacy/made-text.ts';
import { legacyMap, madeMap, setMade, updateMap } from '../language/legacy/ordered-map.ts';
import { type Fields, has, isNothing, isTruthy } from '../language/values.ts';
import { integrationKey } from './definition-paths.ts';
import type { SwaggerEditor } from './swagger-editor.ts';

const validatorsKey = 'x-amazon-apigateway-request-validators';

/** The method's requests are validated. */
export function addRequestValidator(
  editor: SwaggerEditor,
  path: string,
  method: string,
  isBodyValidated: boolean,
  areParametersValidated: boolean,
): void {
  const name = validatorName(isBodyValidated, areParametersValidated);
  const { document } = editor;
  if (!isTruthy(document[validatorsKey])) setMade(document, validatorsKey, legacyMap());
  const validators = document[validatorsKey] as Fields;
  if (!isTruthy(validators[name])) {
    const validator = madeMap({
      validateRequestBody: isBodyValidated,
      validateRequestParameters: areParametersValidated,
    });
    updateMap(validators, madeMap({ [name]: validator }));
  }
  for (const definition of editor.methods(path, method)) {
    updateMap(definition, madeMap({ 'x-amazon-apigateway-request-validator': name }));
  }
}

function validatorName(isBodyValidated: boolean, areParametersValidated: boolean): string {
  if (isBodyValidated) return areParametersValidated ? 'body-and-params' : 'body-only';
  return areParametersValidated ? 'params-only' : 'no-validation';
}

/** The method's requests have bodies of a model. */
export function addRequestModel(editor: SwaggerEditor, path: string, method: string, model: Fields): void {
  const name = String(model.Model).toLowerCase();
  const { Required } = model;
  for (const definition of editor.methods(path, method)) {
    if (!isNothing(editor.document.swagger)) {
      const parameters = has(definition, 'parameters') ? (definition.parameters as unknown[]) : [];
      const parameter = madeMap({ in: 'body' });
      setMade(parameter, 'name', name);
      setMade(parameter, 'schema', { $ref: made(`#/definitions/${name}`) });
      if (!isNothing(Required)) setMade(parameter, 'required', Required);
      parameters.push(parameter);
      setMade(definition, 'parameters', parameters);
    } else if (editor.isOpenApi3) {
      const schema = { $ref: made(`#/components/schemas/${name}`) };
      const body: Fields = { content: { 'application/json': { schema } } };
      if (!isNothing(Required)) body.required = Required;
      setMade(definition, 'requestBody', body);
    }
  }
}

export interface RequestParameter {
  /** `method.request.querystring.name` */
  readonly name: string;
  readonly Required: unknown;
  readonly Caching: unknown;
}

/** The method's requests have parameters. */
export function addRequestParameters(
  editor: SwaggerEditor,
  path: string,
  method: string,
  given: readonly RequestParameter[],
): void {
  for (const definition of editor.methods(path, method)) {
    const parameters = has(definition, 'parameters') ? (definition.parameters as unknown[]) : [];
    for (const { name, Required, Caching } of given) {
      const [location = '', ...rest] = name.replaceAll('method.request.', '').split('.');
      const parameter = legacyMap();
      setMade(parameter, 'in', location === 'querystring' ? made('query') : location);
      setMade(parameter, 'name', rest.join('.'));
      setMade(parameter, 'required', Required);
      setMade(parameter, 'type', made('string'));
      parameters.push(parameter);
      if (!isTruthy(Caching)) continue;
      const integration = definition[integrationKey] as Fields;
      const cached = has(integration, 'cacheKeyParameters') ? (integration.cacheKeyParameters as unknown[]) : [];
      cached.push(name);
      setMade(integration, 'cacheKeyParameters', cached);
    }
    setMade(definition, 'parameters', parameters);
  }
}
