import type { CauseData, ReportTone, SearchData } from '../report-data.ts';
import { data } from './data.ts';
import { callName, el, plural } from './dom.ts';
import { matrix } from './matrix.ts';

const tones: readonly ReportTone[] = ['masked', 'recovered', 'failed', 'broken', 'accepted', 'unreached'];
const tells: Readonly<Record<string, string>> = {
  masked: 'nobody noticed',
  recovered: 'the client tried again and succeeded',
  failed: 'the client was told that it failed, and nothing is wrong',
  broken: 'no retry puts it right',
  accepted: 'broken, and accepted with a reason',
  unreached: 'the call never came',
};

/** Everything at a glance: how it ended, why, and the matrix. */
export function overview(): HTMLElement {
  return el(
    'div',
    { class: 'overview' },
    summary(),
    data.causes.length > 0 && causes(),
    matrix(),
    ...data.searches.map(search),
    data.notes.length > 0 && el('ul', { class: 'notes' }, ...data.notes.map((note) => el('li', {}, note))),
    foot(),
  );
}

function summary(): HTMLElement {
  const explored = tones.reduce((sum, tone) => sum + data.counts[tone], 0);
  const red = data.counts.broken;
  const verdict =
    red > 0 ? `${plural(red, 'broken cell')}, ${plural(data.causes.length, 'cause')}` : 'Nothing is broken';
  const present = tones.filter((tone) => data.counts[tone] > 0);
  return el(
    'section',
    { class: 'summary', 'aria-label': 'Summary' },
    el('h1', {}, verdict),
    el(
      'p',
      { class: 'lead' },
      `${explored} of ${data.total} single faults explored. `,
      el('a', { href: `#run=${data.faultFree}`, 'data-run': data.faultFree }, 'Step through the fault-free run'),
    ),
    el(
      'div',
      { class: 'bar', 'aria-hidden': 'true' },
      ...present.map((tone) => {
        const part = el('span', { class: `part ${tone}` });
        part.style.flexGrow = String(data.counts[tone]);
        return part;
      }),
    ),
    el(
      'ul',
      { class: 'legend' },
      ...present.map((tone) =>
        el(
          'li',
          {},
          el('span', { class: `swatch ${tone}` }),
          el('b', {}, String(data.counts[tone])),
          ` ${tone}`,
          el('span', { class: 'quiet' }, ` ${tells[tone]}`),
        ),
      ),
    ),
  );
}

const causes = (): HTMLElement =>
  el(
    'section',
    { 'aria-labelledby': 'causes' },
    el('h2', { id: 'causes' }, 'Causes'),
    el('div', { class: 'cards' }, ...data.causes.map(cause)),
  );

function cause({ code, text, what, why, runs }: CauseData): HTMLElement {
  const [first, ...others] = runs;
  return el(
    'article',
    { class: 'card' },
    el('header', {}, el('span', { class: 'badge broken' }, code), el('h3', {}, text)),
    el('p', { class: 'what' }, what),
    why !== '' && el('p', { class: 'why' }, why),
    first !== undefined &&
      el(
        'p',
        { class: 'go' },
        el('a', { href: `#run=${first}`, 'data-run': first }, 'Step through it'),
        el('span', { class: 'innermost' }, title(first)),
      ),
    others.length > 0 &&
      el(
        'details',
        {},
        el('summary', {}, `${plural(others.length, 'more cell')}`),
        el('ul', { class: 'runs' }, ...others.map(runLink)),
      ),
  );
}

const title = (run: number): HTMLElement => callName(data.runs[run]?.title ?? '');

const runLink = (run: number): HTMLElement =>
  el('li', {}, el('a', { href: `#run=${run}`, 'data-run': run }, title(run)));

function search({ name, text, isComplete, runs }: SearchData): HTMLElement {
  const count = runs.length > 0 ? `${runs.length} broken` : isComplete ? 'nothing broken' : 'incomplete';
  const tone = runs.length > 0 ? 'broken' : isComplete ? 'masked' : 'unreached';
  return el(
    'section',
    { class: 'search' },
    el('h2', {}, name, ' ', el('span', { class: `badge ${tone}` }, count)),
    el('p', {}, text),
    runs.length > 0 &&
      el(
        'ul',
        { class: 'runs' },
        ...runs.map((run) =>
          el(
            'li',
            {},
            el(
              'a',
              { href: `#run=${run}`, 'data-run': run },
              el('span', { class: 'badge broken small' }, data.runs[run]?.short ?? ''),
              ' ',
              title(run),
            ),
          ),
        ),
      ),
  );
}

const foot = (): HTMLElement =>
  el(
    'footer',
    {},
    el(
      'p',
      {},
      'Arrow keys walk through the matrix, Enter opens a cell. A green matrix is not a proof: it says that these faults, on the emulated services, found nothing.',
    ),
  );
