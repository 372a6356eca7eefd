import { type Structure, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import type { BasePathMode } from './definition.ts';

/**
 * What goes ahead of every path, empty or with a slash: `prepend` takes the base path of the first server, `split` what is
 * behind its first segment. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html
 */
export function basePathOf(document: Structure, mode: BasePathMode): string {
  if (mode === 'ignore') return '';
  const segments = serverPath(document)
    .split('/')
    .filter((segment) => segment !== '');
  return (mode === 'split' ? segments.slice(1) : segments).map((segment) => `/${segment}`).join('');
}

/** The path of the first server, its variables filled in with their defaults. */
function serverPath(document: Structure): string {
  const servers = Array.isArray(document.servers) ? (document.servers as readonly unknown[]) : [];
  const { url, variables } = structureOf(servers[0]);
  const filled = (textOf(url) ?? '').replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const known = structureOf(variables);
    return Object.hasOwn(known, name) ? String(structureOf(known[name]).default ?? '') : '';
  });
  return filled.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
}
