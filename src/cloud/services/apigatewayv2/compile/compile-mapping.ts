/** Where the value of a mapping comes from; it is read when a request is there. */
export type MappedValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly source: VariableSource; readonly name: string }
  /** `${…}` among text: a variable that is nowhere to be found leaves a gap there. */
  | { readonly kind: 'joined'; readonly parts: readonly MappedValue[] };

type VariableSource = 'request' | 'response' | 'context' | 'stageVariables';

/** One line of a mapping: `append:header.x`, `overwrite:path`, `remove:querystring.y`, … with its value. */
export interface MappingAction {
  readonly verb: 'append' | 'overwrite' | 'remove';
  readonly place: 'header' | 'querystring' | 'path' | 'statuscode';
  /** Of the header (lower-cased) or query parameter; empty for places that have no name. */
  readonly name: string;
  readonly value: MappedValue;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html */
export type ParameterMapping = readonly MappingAction[];

/**
 * Reads `RequestParameters`, or those of one status of `ResponseParameters`. Undefined when there is nothing to map.
 * Keys were checked when the integration was made; what is no action is passed over.
 */
export function compileMapping(parameters: Readonly<Record<string, string>> | undefined): ParameterMapping | undefined {
  const actions = Object.entries(parameters ?? {}).flatMap(([key, text]): MappingAction[] => {
    const match = /^(append|overwrite|remove):(header|querystring|path|statuscode)(?:\.(.+))?$/.exec(key);
    if (!match) return [];
    const place = match[2] as MappingAction['place'];
    const name = place === 'header' ? (match[3] ?? '').toLowerCase() : (match[3] ?? '');
    return [{ verb: match[1] as MappingAction['verb'], place, name, value: compileValue(text) }];
  });
  return actions.length > 0 ? actions : undefined;
}

/** Reads a value: `$request.header.x`, `${$context.stage}/${$request.path.id}` and static text. */
export function compileValue(text: string): MappedValue {
  if (text.includes('${')) {
    const parts = text.split(/(\$\{[^{}]+\})/).map((part): MappedValue => {
      const inner = /^\$\{(.+)\}$/.exec(part)?.[1];
      if (inner === undefined) return { kind: 'text', text: part };
      // AWS's pages write both `${$context.stage}` and `${context.stage}`.
      return compileReference(inner.startsWith('$') ? inner : `$${inner}`);
    });
    return { kind: 'joined', parts };
  }
  return text.startsWith('$') ? compileReference(text) : { kind: 'text', text };
}

/** A dollar sign that begins no known variable is text like any other. */
function compileReference(text: string): MappedValue {
  const match = /^\$(request|response|context|stageVariables)\.(.+)$/.exec(text);
  if (match?.[2] === undefined) return { kind: 'text', text };
  return { kind: 'variable', source: match[1] as VariableSource, name: match[2] };
}
