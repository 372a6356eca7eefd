import type { CellResult, Exploration } from '../exploration.ts';
import { explain } from './explain.ts';
import { pageScript, pageStyle } from './html-parts.ts';
import type { Field, Matrix } from './matrix.ts';
import { type TimelineLine, timelineOf } from './timeline.ts';

/** The matrix as one page that needs nothing else: cells open their timeline, state and verdict. */
export function renderHtml(exploration: Exploration, matrix: Matrix): string {
  const details = new Map<CellResult, string>();
  const rows = matrix.rows.map(({ point, fields }) => {
    const cells = fields.map((field) => cellOf(field, details)).join('');
    return `<tr><th scope="row">${html(point)}</th>${cells}</tr>`;
  });
  const heads = matrix.columns.map(
    ({ label, name, tells }) => `<th scope="col" title="${html(`${name}: ${tells}`)}">${html(label)}</th>`,
  );
  const panels = [...details].map(([result, id]) => panelOf(result, id));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${html(matrix.name)} · Squall</title><style>${pageStyle}</style></head>
<body><h1>${html(matrix.name)}</h1>
<p class="legend">${legend(matrix)}</p>
${matrix.uncompared.map((reason) => `<p class="uncompared">${html(reason)}</p>\n`).join('')}<table><thead><tr><th></th>${heads.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>
<section id="faultFree"><h2>Without faults</h2>${laneTable(timelineOf(exploration.faultFree.run))}</section>
${panels.join('\n')}
<script>${pageScript}</script></body></html>
`;
}

function cellOf(field: Field, details: Map<CellResult, string>): string {
  const { result, text, tone } = field;
  if (!result) return `<td class="none">${html(text)}</td>`;
  const id = `cell-${details.size + 1}`;
  details.set(result, id);
  return `<td class="${tone}"><button type="button" data-cell="${id}" title="${html(result.title)}">${html(text)}</button></td>`;
}

function legend({ counts }: Matrix): string {
  const words = ['masked', 'recovered', 'broken', 'accepted', 'unreached'] as const;
  return words
    .filter((word) => counts[word] > 0)
    .map((word) => `<span class="${word}">${counts[word]} ${word}</span>`)
    .join(' ');
}

function panelOf(result: CellResult, id: string): string {
  const { verdict, run, title, token } = result;
  const findings = verdict.violations.map(
    ({ code, what, why, oracle }) =>
      `<p class="finding"><b>${html(code)}</b> ${html(what)} <i>${html(oracle)}</i>${why ? `<br>why: ${html(why)}` : ''}</p>`,
  );
  const rows = verdict.difference.flatMap(({ group, missing, extra }) => [
    ...missing.map((row) => `<li class="minus">− ${html(group)}: ${html(row)}</li>`),
    ...extra.map((row) => `<li class="plus">+ ${html(group)}: ${html(row)}</li>`),
  ]);
  return `<section id="${id}" hidden><h2>${html(title)}</h2>${findings.join('')}
${laneTable(timelineOf(run))}${rows.length > 0 ? `<h3>State against the fault-free run</h3><ul class="diff">${rows.join('')}</ul>` : ''}
<p class="token"><code>squall explore &lt;file&gt; --replay ${html(token)}</code></p>
<details><summary>as text</summary><pre>${html(explain(title, result))}</pre></details></section>`;
}

/** Swim lanes: one column for everybody who calls or is called, one row for each call. */
function laneTable(lines: readonly TimelineLine[]): string {
  const lanes = [...new Set(lines.flatMap(({ from, to }) => [from, to]))].filter((lane) => lane !== 'answer');
  const rows = lines.map(({ ms, from, to, what, note, isInjected }) => {
    const [a, b] = [lanes.indexOf(from), lanes.indexOf(to)];
    const [low, high] = a < 0 || b < 0 ? [Math.max(a, b), Math.max(a, b)] : [Math.min(a, b), Math.max(a, b)];
    const arrow = a < 0 ? '◂' : a <= b ? '→' : '←';
    const before = low > 0 ? `<td colspan="${low}"></td>` : '';
    const after = high < lanes.length - 1 ? `<td colspan="${lanes.length - 1 - high}"></td>` : '';
    const text = `${arrow} ${html(what)} <em>${html(note)}</em>`;
    return `<tr${isInjected ? ' class="injected"' : ''}><th>${(ms / 1000).toFixed(3)}</th>${before}<td class="hop" colspan="${high - low + 1}">${text}</td>${after}</tr>`;
  });
  const heads = lanes.map((lane) => `<th>${html(lane)}</th>`).join('');
  return `<table class="lanes"><thead><tr><th>t/s</th>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
