import type { Integration, IntegrationResponse } from '@aws-sdk/client-api-gateway';
import { javaPattern } from '../../../gateway/mapping-templates/methods/java-pattern.ts';
import { parseTemplate, type Template } from '../../../gateway/mapping-templates/parse-template.ts';
import { lazy } from '../../../kernel/lazy.ts';
import { compileParameters, type ParameterMapping } from './parameter-source.ts';

/** A mapping template; read when it is first asked for, so that a broken one fails the requests that need it alone. */
export interface MappingTemplate {
  /** @throws TemplateError each time, for one that cannot be read */
  readonly read: () => Template;
  /** An empty one lets the body pass as it is, and is a match for its type all the same. */
  readonly passesThrough: boolean;
  /** Which members of `$context` it may look at: making all takes longer than rendering most templates. */
  readonly context: UsedContext;
}

/** First names below `$context`. `all` where a template does anything else with it than to name its members. */
export type UsedContext = 'nothing' | 'all' | ReadonlySet<string>;

/** Templates by media type, in the order of their names as AWS keeps them. */
export type MappingTemplates = ReadonlyMap<string, MappingTemplate>;

/** An integration response, ready to be selected and applied. */
export interface CompiledResponse {
  readonly statusCode: string;
  /** Undefined for the default one. */
  readonly pattern: RegExp | undefined;
  readonly parameters: readonly ParameterMapping[];
  readonly templates: MappingTemplates;
  readonly contentHandling: string | undefined;
}

/** The parts of an integration that are written in small languages, read once for each deployment. */
export interface CompiledIntegration {
  readonly parameters: readonly ParameterMapping[];
  readonly templates: MappingTemplates;
  readonly responses: readonly CompiledResponse[];
}

/** Reads what an integration says of parameters, templates and patterns. */
export const compileIntegration = (record: Readonly<Integration>): CompiledIntegration => ({
  parameters: compileParameters(record.requestParameters, 'integration.request.'),
  templates: compileTemplates(record.requestTemplates),
  responses: Object.entries(record.integrationResponses ?? {}).map(([statusCode, response]) =>
    compileResponse(statusCode, response),
  ),
});

const compileResponse = (statusCode: string, response: Readonly<IntegrationResponse>): CompiledResponse => ({
  statusCode,
  pattern: response.selectionPattern ? compilePattern(response.selectionPattern) : undefined,
  parameters: compileParameters(response.responseParameters, 'method.response.'),
  templates: compileTemplates(response.responseTemplates),
  contentHandling: response.contentHandling,
});

const nothing = /(?!)/;

/** Java's `matches`: the whole text, and the dot takes no line end. One that cannot be read selects nothing. */
function compilePattern(source: string): RegExp {
  try {
    const { source: translated, flags } = javaPattern(source);
    return new RegExp(`^(?:${translated})$`, flags);
  } catch {
    return nothing;
  }
}

const compileTemplates = (templates: Readonly<Record<string, string | null>> | undefined): MappingTemplates =>
  new Map(Object.entries(templates ?? {}).map(([type, text]) => [type, compileTemplate(text ?? '')]));

function compileTemplate(text: string): MappingTemplate {
  return { read: lazy(() => parseTemplate(text)), passesThrough: text.trim() === '', context: contextOf(text) };
}

function contextOf(text: string): UsedContext {
  if (!text.includes('context')) return 'nothing';
  const mentions = text.match(/[${!]\s*context/g)?.length ?? 0;
  const names = [...text.matchAll(/\$!?\{?context\.([a-z]\w*)(?![\w(-])/gi)].map(([, name]) => name ?? '');
  return names.length === mentions && !text.includes('evaluate') ? new Set(names) : 'all';
}
