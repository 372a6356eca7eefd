import type { FieldData } from '../report-data.ts';
import { data } from './data.ts';
import { callName, el } from './dom.ts';

/** Calls × faults; one tab stop, arrows inside. */
export function matrix(): HTMLElement {
  const table: HTMLTableElement = el(
    'table',
    {
      class: 'matrix',
      role: 'grid',
      'aria-label': 'Calls and faults',
      keydown: (event) => onKey(table, event as KeyboardEvent),
    },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, el('span', { class: 'hidden' }, 'Call')),
        ...data.columns.map(({ label, name, tells }) => el('th', { scope: 'col', title: `${name}: ${tells}` }, label)),
      ),
    ),
    el(
      'tbody',
      {},
      ...data.rows.map(({ point, fields }) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, callName(point)),
          ...fields.map((field, index) => cell(field, point, index)),
        ),
      ),
    ),
  );
  const first = table.querySelector<HTMLElement>('a.broken') ?? table.querySelector<HTMLElement>('a.field');
  if (first) first.tabIndex = 0;
  return el(
    'section',
    { 'aria-labelledby': 'cells' },
    el('h2', { id: 'cells' }, 'Every call × every fault'),
    el('div', { class: 'scroll' }, table),
    faults(),
  );
}

function cell({ text, tone, run }: FieldData, point: string, column: number): HTMLElement {
  if (run === undefined) return el('td', { class: 'none', 'aria-hidden': 'true' }, '·');
  const fault = data.columns[column]?.name ?? '';
  const label = `${fault} at ${point}: ${text}, ${tone}`;
  const link = el(
    'a',
    { class: `field ${tone}`, href: `#run=${run}`, 'data-run': run, tabindex: -1, 'aria-label': label, title: label },
    text,
  );
  return el('td', {}, link);
}

const faults = (): HTMLElement =>
  el(
    'details',
    { class: 'faults' },
    el('summary', {}, 'What the faults are, and how to read a cell'),
    el(
      'p',
      {},
      'ok: the client saw no failure. ~n: it succeeded after n retries. Words in red are verdicts: DUP, an effect twice; LOST, a write that was acknowledged; DIV, another state than without faults; INV, your own invariant.',
    ),
    el(
      'dl',
      {},
      ...data.columns.flatMap(({ label, name, tells }) => [
        el('dt', {}, el('code', {}, label)),
        el('dd', {}, name === label ? tells : `${name}: ${tells}`),
      ]),
    ),
  );

const moves: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  k: [-1, 0],
  j: [1, 0],
};

/** To the next cell in a direction; fields that have none are passed over. */
function onKey(table: HTMLTableElement, event: KeyboardEvent): void {
  const move = moves[event.key];
  const from = (event.target as Element).closest('td');
  const row = from?.closest('tr');
  if (!move || !from || !row || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  let [y, x] = [row.rowIndex + move[0], from.cellIndex + move[1]];
  for (; table.rows[y]?.cells[x]; y += move[0], x += move[1]) {
    const next = table.rows[y]?.cells[x]?.querySelector<HTMLElement>('a.field');
    if (!next) continue;
    for (const each of table.querySelectorAll<HTMLElement>('a.field')) each.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    return;
  }
}
