import { listOf, type Structure, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import type { BasePathMode } from './definition.ts';
import type { ReadContext } from './read-context.ts';

/**
 * What goes ahead of every path, empty or with a slash: `prepend` takes the whole base path, `split` what is behind its
 * first segment. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html
 */
export function basePathOf({ document, dialect, findings }: ReadContext, mode: BasePathMode): string {
  if (listOf(document.servers).length > 1) {
    findings.warnings.push(
      'More than one server provided. Ignoring all but the first for defining endpoint configuration',
    );
  }
  if (mode === 'ignore') return '';
  const path = dialect.version === 2 ? (textOf(document.basePath) ?? '') : serverPath(document);
  const segments = path.split('/').filter((segment) => segment !== '');
  return (mode === 'split' ? segments.slice(1) : segments).map((segment) => `/${segment}`).join('');
}

/** The path of the first server: its variable `basePath`, or what its URL has. */
function serverPath(document: Structure): string {
  const { url, variables } = structureOf(listOf(document.servers)[0]);
  const known = structureOf(variables);
  const filled = (textOf(url) ?? '').replace(/\{([^{}]+)\}/g, (_, name: string) =>
    Object.hasOwn(known, name) ? String(structureOf(known[name]).default ?? '') : '',
  );
  return filled.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
}
