import { type Fields, has, isMap, isNothing, isTruthy, member } from '../values.ts';
import { legacyList, legacyMap } from './ordered-map.ts';

const serverless = (name: string) => `AWS::Serverless::${name}`;
const withEvents: readonly unknown[] = [serverless('Function'), serverless('StateMachine')];
const apis: readonly unknown[] = [serverless('Api'), serverless('HttpApi')];

/**
 * Gives those parts of a template from which definitions of APIs are made the order of Python 2, when it has such
 * APIs: the ids of deployments depend on it.
 */
export function orderLegacyParts(template: Fields, parameters: Fields): void {
  if (!hasRestApi(template) && !hasHttpApiWithAuthorizer(template)) return;
  const { Globals, Parameters, Resources } = template;
  if (isMap(Globals) && has(Globals, 'Api')) Globals.Api = legacyOf(Globals.Api);
  if (isMap(Parameters)) {
    for (const declaration of Object.values(Parameters)) {
      if (isMap(declaration) && has(declaration, 'Default')) declaration.Default = legacyOf(declaration.Default);
    }
    template.Parameters = legacyMap(Object.entries(Parameters));
  }
  if (isMap(Resources)) {
    for (const entry of Object.values(Resources)) if (isMap(entry)) orderEntry(entry);
    template.Resources = legacyMap(Object.entries(Resources));
  }
  for (const [name, value] of Object.entries(parameters)) parameters[name] = legacyOf(value);
}

function orderEntry(entry: Fields): void {
  const { Type, Properties: properties } = entry;
  if (isNothing(properties)) return;
  if (apis.includes(Type)) entry.Properties = legacyOf(properties);
  if (!withEvents.includes(Type) || !isMap(properties)) return;
  for (const name of ['FunctionName', 'Events']) {
    if (has(properties, name)) properties[name] = legacyOf(properties[name]);
  }
}

/** The value with all its maps in the order that Python 2 gives them when they are read. */
export function legacyOf(value: unknown): unknown {
  if (Array.isArray(value)) return legacyList(value.map(legacyOf));
  if (!isMap(value)) return value;
  return legacyMap(Object.entries(value).map(([key, item]) => [key, legacyOf(item)]));
}

const entriesOf = (template: Fields): Fields[] =>
  Object.values(isMap(template.Resources) ? template.Resources : {}).filter(isMap);

const hasEvent = (entry: Fields, type: string): boolean => {
  const events = member(entry.Properties, 'Events');
  return isMap(events) && Object.values(events).some((event) => isMap(event) && event.Type === type);
};

const hasRestApi = (template: Fields): boolean =>
  entriesOf(template).some(
    (entry) => entry.Type === serverless('Api') || (withEvents.includes(entry.Type) && hasEvent(entry, 'Api')),
  );

function hasHttpApiWithAuthorizer(template: Fields): boolean {
  const isGlobal = isTruthy(member(member(member(template.Globals, 'HttpApi'), 'Auth'), 'DefaultAuthorizer'));
  return entriesOf(template).some((entry) => {
    if (entry.Type === serverless('HttpApi')) {
      return isGlobal || isTruthy(member(member(entry.Properties, 'Auth'), 'DefaultAuthorizer'));
    }
    return isGlobal && entry.Type === serverless('Function') && hasEvent(entry, 'HttpApi');
  });
}
