import { createHash } from 'node:crypto';
import type { PageAssets } from './page-assets.ts';
import type { ReportData } from './report-data.ts';

/**
 * The page around its data. What an app made is in one block of JSON alone, and the policy lets run only the script
 * that stands here and apply only the style that stands here: data cannot become code, whatever is in it.
 */
export function renderHtml(data: ReportData, { script, style }: PageAssets, secrets: readonly string[]): string {
  const policy = [
    `default-src 'none'`,
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escapeHtml(withoutSecrets(secrets)(data.name))} · Squall</title>
<style>${style}</style></head>
<body><div id="app"><noscript>This report needs its own script to be shown.</noscript></div>
<script type="application/json" id="data">${jsonOf(data, secrets)}</script>
<script>${script}</script></body></html>
`;
}

/** JSON that cannot end its element, with what must be seen nowhere taken out: people hand reports around. */
function jsonOf(data: ReportData, secrets: readonly string[]): string {
  const mask = withoutSecrets(secrets);
  const text = JSON.stringify(data, (_key, value) => (typeof value === 'string' ? mask(value) : value));
  return text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
}

function withoutSecrets(secrets: readonly string[]): (text: string) => string {
  // Longer ones first: one may be a part of another. Rows are JSON, so that quotes are escaped there.
  const hidden = [...new Set(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))]
    .filter((secret) => secret !== '')
    .sort((one, other) => other.length - one.length);
  return (text) => hidden.reduce((told, secret) => told.replaceAll(secret, '‹secret›'), text);
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
