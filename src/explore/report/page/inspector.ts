import type { RunData } from '../report-data.ts';
import { type Rows, type StateAt, seconds, textAt } from './data.ts';
import { callName, el, plural } from './dom.ts';
import { markNames } from './lanes.ts';
import { compareRows, membersOf, type RowChange } from './rows.ts';

export interface StatesAround {
  readonly before: StateAt | undefined;
  readonly after: StateAt | undefined;
  readonly isRecorded: boolean;
}

const markTells: Readonly<Record<string, string>> = {
  injected: 'The fault of this run meets the call here.',
  held: 'This call was held back until its function had no time left.',
  overtakes: 'This call is let through before its turn: another client could have gone on.',
  overtaken: 'This client could have gone on, and another one’s call was let through first.',
};

/** All that is known of a step. */
export function inspect(run: RunData, at: number, states: StatesAround): Node[] {
  const step = run.steps[at];
  if (!step) return [];
  const { ms, from, to, what, note, tone, marks = [], divergence, point, input, lines = [] } = step;
  const who = [run.lanes[from], run.lanes[to]].map((lane) => lane?.name ?? '');
  return [
    el('p', { class: 'eyebrow' }, `Step ${at + 1} of ${run.steps.length} · t = ${seconds(ms)}`),
    el('h2', {}, callName(what)),
    el(
      'p',
      { class: 'route' },
      step.isAnswer ? `${who[0]} gets an answer` : `${who[0]} → ${who[1]}`,
      ' ',
      el('span', { class: `result ${tone}` }, note),
    ),
    ...marks.map((mark) =>
      el('p', { class: `callout ${mark}` }, el('b', {}, markNames[mark]), ` ${markTells[mark] ?? ''}`),
    ),
    ...(divergence === undefined
      ? []
      : [el('p', { class: 'callout diverges' }, el('b', {}, 'first divergence'), ` ${divergence}`)]),
    ...state(states, step.isAnswer === true),
    ...(lines.length === 0
      ? []
      : [
          el('h3', {}, 'Log lines'),
          el('pre', { class: 'lines', tabindex: 0, 'aria-label': 'Log lines' }, lines.map(textAt).join('\n')),
        ]),
    ...(input === undefined
      ? []
      : [
          el(
            'details',
            {},
            el('summary', {}, 'Input'),
            el('pre', { tabindex: 0, 'aria-label': 'Input' }, pretty(textAt(input))),
          ),
        ]),
    ...(point === undefined
      ? []
      : [el('details', {}, el('summary', {}, 'Full name'), el('pre', { class: 'wrap' }, point))]),
  ];
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function state({ before, after, isRecorded }: StatesAround, isAnswer: boolean): Node[] {
  if (!isRecorded || !before || !after) return [];
  const groups = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = groups.filter((group) => before.get(group) !== after.get(group));
  const kept = groups.filter((group) => !changed.includes(group));
  return [
    el('h3', {}, changed.length > 0 ? 'State, before and after' : isAnswer ? 'State' : 'State: unchanged'),
    ...changed.map((group) => card(group, before.get(group), after.get(group))),
    el(
      'details',
      { class: 'kept' },
      el('summary', {}, `${plural(kept.length, 'group')} unchanged`),
      ...kept.map((group) => card(group, before.get(group), after.get(group))),
    ),
  ];
}

function card(group: string, before: Rows | undefined, after: Rows | undefined): HTMLElement {
  const [kind = '', ...name] = group.split(' ');
  const [old, now] = [before, after].map((rows) => (rows ? rows.rows.length + rows.more : 0));
  const more = Math.max(before?.more ?? 0, after?.more ?? 0);
  const rows = compareRows(before, after);
  return el(
    'div',
    { class: 'group' },
    el(
      'h4',
      {},
      el('span', { class: 'quiet' }, `${kind} `),
      el('span', {}, ...breakable(name.join(' '))),
      el('span', { class: 'count' }, old === now ? plural(now ?? 0, 'row') : `${old} → ${plural(now ?? 0, 'row')}`),
    ),
    ...rows.map(rowOf),
    more > 0 && el('p', { class: 'quiet' }, `${plural(more, 'row')} more, which this page leaves out.`),
  );
}

/** May go on in the next line after a slash. */
const breakable = (path: string): Node[] =>
  path.split(/(?<=\/)/).flatMap((part) => [document.createTextNode(part), el('wbr')]);

const signs = { kept: ' ', added: '+', removed: '−', changed: '~' } as const;
const words = { kept: 'kept', added: 'added', removed: 'removed', changed: 'changed' } as const;

function rowOf({ kind, before, after }: RowChange): HTMLElement {
  const [old, now] = [membersOf(before), membersOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return el(
    'div',
    { class: `data ${kind}` },
    el('span', { class: 'sign', role: 'img', 'aria-label': words[kind] }, signs[kind]),
    el(
      'dl',
      {},
      ...names.map((name) => {
        const [was, is] = [old.get(name), now.get(name)];
        const isOther = kind === 'changed' && was !== is;
        return el(
          'div',
          { class: isOther ? 'other' : '' },
          name !== '' && el('dt', {}, name),
          el(
            'dd',
            {},
            isOther && was !== undefined && el('del', {}, was),
            isOther && is !== undefined ? el('ins', {}, is) : isOther ? '' : (is ?? was ?? ''),
          ),
        );
      }),
    ),
  );
}
