import type { LaneData, Mark, RunData, StepData } from '../report-data.ts';
import { seconds } from './data.ts';
import { callName, el, svg } from './dom.ts';

/** Pixels. Narrow windows have narrow lanes. */
const height = 34;
const laneWidth = (): number => (matchMedia('(max-width: 40rem)').matches ? 18 : 40);

/** The columns of a row: as wide as its lanes are drawn. */
function setLanes(row: HTMLElement, { lanes }: RunData): void {
  row.style.setProperty('--lanes', String(lanes.length));
  row.style.setProperty('--lane', `${laneWidth()}px`);
}

/** The names of the lanes, over them. */
export function laneHead(run: RunData): HTMLElement {
  const head = el(
    'div',
    { class: 'lane-head', 'aria-hidden': 'true' },
    el('span', { class: 'time' }),
    el('div', { class: 'names' }, ...run.lanes.map(laneName)),
    legend(),
  );
  setLanes(head, run);
  return head;
}

const legend = (): HTMLElement =>
  el(
    'ul',
    { class: 'key' },
    ...[
      ['ok', 'answered'],
      ['error', 'failed'],
      ['none', 'no answer'],
    ].map(([tone, told]) => el('li', { class: `step-key ${tone}` }, told)),
    el('li', { class: 'step-key dot' }, 'the client hears'),
  );

const laneName = ({ name, kind }: LaneData): HTMLElement =>
  el('span', { class: `lane ${kind}`, title: `${kind} ${name}` }, el('span', {}, name));

export const markNames: Readonly<Record<Mark, string>> = {
  injected: 'fault',
  held: 'held back',
  overtakes: 'goes first',
  overtaken: 'overtaken',
};

/** One step: when, between whom, what. */
export function stepRow(run: RunData, step: StepData, index: number, choose: () => void): HTMLElement {
  const { marks = [], divergence } = step;
  const isFault = marks.includes('injected');
  const row = el(
    'button',
    {
      type: 'button',
      class: `step ${step.tone}${isFault ? ' injected' : ''}${step.isAnswer ? ' answer' : ''}`,
      'aria-label': `Step ${index + 1}, ${seconds(step.ms)}: ${sentence(run, step)}`,
      click: choose,
      tabindex: -1,
    },
    el('span', { class: 'time' }, (step.ms / 1000).toFixed(3)),
    drawing(run, step, isFault),
    el(
      'span',
      { class: 'label' },
      callName(step.what),
      el('span', { class: 'note' }, step.note),
      ...marks.map((mark) => el('span', { class: `mark ${mark}` }, markNames[mark])),
      divergence !== undefined && el('span', { class: 'mark diverges' }, 'first divergence'),
    ),
  );
  setLanes(row, run);
  return row;
}

/** `client → gateway: api.POST(/orders), 201, fault` */
export function sentence({ lanes }: RunData, { from, to, what, note, marks = [], divergence }: StepData): string {
  const told = marks.map((mark) => markNames[mark]);
  if (divergence !== undefined) told.push('first divergence');
  const who = from === to ? lanes[from]?.name : `${lanes[from]?.name} → ${lanes[to]?.name}`;
  return [`${who}: ${what}`, note, ...told].filter((part) => part !== '').join(', ');
}

/** Of this step alone; the lines of the lanes are the background of all. */
function drawing({ lanes }: RunData, { from, to, tone, isAnswer }: StepData, isFault: boolean): Element {
  const width = laneWidth();
  const y = height / 2;
  const [a, b] = [from, to].map((lane) => lane * width + width / 2) as [number, number];
  const towards = Math.sign(b - a);
  const arrow =
    isAnswer || from === to
      ? [svg('circle', { class: 'end', cx: a, cy: y, r: 5 })]
      : [
          svg('circle', { class: 'begin', cx: a, cy: y, r: 3 }),
          svg('line', { class: 'arrow', x1: a, x2: b - towards * 5, y1: y, y2: y }),
          tone === 'none' || isFault
            ? svg('path', { class: 'cross', d: `M${b - 4} ${y - 4}l8 8m0 -8l-8 8` })
            : svg('path', { class: 'head', d: `M${b} ${y}l${-towards * 7} -4v8z` }),
        ];
  return el(
    'span',
    { class: 'drawing', 'aria-hidden': 'true' },
    svg('svg', { width: lanes.length * width, height }, ...arrow),
  );
}
