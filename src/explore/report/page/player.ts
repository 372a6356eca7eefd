import type { RunData } from '../report-data.ts';
import { data, isLandmark, isRecorded, type StateAt, statesOf } from './data.ts';
import { button, callName, el } from './dom.ts';
import { inspect } from './inspector.ts';
import { laneHead, stepRow } from './lanes.ts';

/** Steps through one run: lanes on one side, what the step did on the other. */
export class Player {
  readonly element: HTMLElement;
  readonly run: RunData;
  readonly #states: readonly StateAt[];
  readonly #rows: readonly HTMLElement[];
  readonly #inspector = el('section', { class: 'inspector', 'aria-label': 'Step', 'aria-live': 'polite' });
  readonly #position = el('output', { class: 'position' });
  readonly #slider: HTMLInputElement;
  readonly #tell: (step: number) => void;
  #at = 0;

  constructor(run: RunData, tell: (step: number) => void) {
    this.run = run;
    this.#tell = tell;
    this.#states = statesOf(run);
    this.#rows = run.steps.map((step, index) => stepRow(run, step, index, () => this.goTo(index)));
    this.#slider = el('input', {
      type: 'range',
      min: 0,
      max: Math.max(0, run.steps.length - 1),
      value: 0,
      'aria-label': 'Step',
      input: () => this.goTo(Number(this.#slider.value), false),
    });
    this.element = el(
      'div',
      { class: `player ${run.tone}` },
      this.#head(),
      this.#body(),
      this.#executions(),
      this.#difference(),
      this.#command(),
    );
  }

  /** At the step that the address names, or where it begins to matter. */
  start(step: number | undefined): void {
    const landmark = this.run.steps.findIndex(isLandmark);
    this.goTo(step ?? Math.max(0, landmark));
  }

  goTo(wanted: number, isFocused = true): void {
    const at = Math.min(Math.max(0, Number.isFinite(wanted) ? wanted : 0), this.run.steps.length - 1);
    const step = this.run.steps[at];
    if (!step) return;
    for (const row of this.#rows) {
      row.removeAttribute('aria-current');
      row.tabIndex = -1;
    }
    this.#at = at;
    const row = this.#rows[at];
    row?.setAttribute('aria-current', 'step');
    if (row) row.tabIndex = 0;
    if (isFocused) row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
    this.#slider.value = String(at);
    this.#position.textContent = `${at + 1} / ${this.run.steps.length}`;
    this.#inspector.replaceChildren(
      ...inspect(this.run, at, {
        before: this.#states[at],
        after: this.#states[at + 1],
        isRecorded: isRecorded(this.run),
      }),
    );
    this.#tell(at);
  }

  /** Answers whether the key was meant for it. */
  onKey({ key, target }: KeyboardEvent): boolean {
    if (key === 'Escape') {
      location.hash = '';
      return true;
    }
    if (target === this.#slider || this.run.steps.length === 0) return false;
    const to = this.#targetOf(key);
    if (to === undefined) return false;
    this.goTo(to);
    return true;
  }

  #targetOf(key: string): number | undefined {
    if (['ArrowDown', 'ArrowRight', 'j'].includes(key)) return this.#at + 1;
    if (['ArrowUp', 'ArrowLeft', 'k'].includes(key)) return this.#at - 1;
    if (key === 'Home') return 0;
    if (key === 'End') return this.run.steps.length - 1;
    if (key === 'n') return this.#landmark(1);
    if (key === 'p') return this.#landmark(-1);
    return undefined;
  }

  #landmark(by: 1 | -1): number {
    for (let at = this.#at + by; this.run.steps[at]; at += by) {
      const step = this.run.steps[at];
      if (step && isLandmark(step)) return at;
    }
    return this.#at;
  }

  #head(): HTMLElement {
    const { title, tone, short, answers, findings } = this.run;
    return el(
      'header',
      { class: 'run-head' },
      el(
        'nav',
        {},
        el('a', { href: '#', class: 'back' }, '← Overview'),
        el('span', { class: 'quiet' }, ` ${data.name}`),
      ),
      el('h1', {}, el('span', { class: `badge ${tone}` }, short), ' ', callName(title)),
      ...findings.map(({ code, what, why, oracle }) =>
        el(
          'div',
          { class: 'finding' },
          el('p', {}, el('b', {}, code), ' ', what, ' ', el('span', { class: 'quiet' }, `oracle ${oracle}`)),
          why !== '' && el('p', { class: 'why' }, why),
        ),
      ),
      el('p', { class: 'quiet' }, answers),
      this.run.omitted !== '' && el('p', { class: 'omitted' }, this.run.omitted),
    );
  }

  #body(): HTMLElement {
    return el(
      'div',
      { class: 'stage' },
      el(
        'section',
        { class: 'timeline', 'aria-label': 'Timeline' },
        el(
          'div',
          { class: 'controls' },
          button('‹', () => this.goTo(this.#at - 1), { 'aria-label': 'Previous step' }),
          button('›', () => this.goTo(this.#at + 1), { 'aria-label': 'Next step' }),
          this.#slider,
          this.#position,
          button('Next mark', () => this.goTo(this.#landmark(1)), {
            title: 'The next fault, held call or divergence (n)',
          }),
        ),
        laneHead(this.run),
        el('div', { class: 'steps' }, ...this.#rows),
        el('p', { class: 'keys quiet' }, 'Arrows or j k: step. n p: marks. Home End. Esc: overview.'),
      ),
      this.#inspector,
    );
  }

  #executions(): HTMLElement | false {
    const { executions } = this.run;
    if (executions.length === 0) return false;
    return el(
      'section',
      { class: 'executions', 'aria-label': 'Executions' },
      el('h2', {}, 'Executions of state machines'),
      // Wide graphs are moved sideways, by the keyboard too.
      ...executions.map((graph) => el('pre', { tabindex: 0 }, graph)),
    );
  }

  #difference(): HTMLElement | false {
    const { difference } = this.run;
    if (difference.length === 0) return false;
    return el(
      'section',
      { class: 'difference' },
      el('h2', {}, 'At the end, against the fault-free run'),
      el(
        'ul',
        {},
        ...difference.flatMap(({ group, missing, extra }) => [
          ...missing.map((row) =>
            el(
              'li',
              { class: 'minus' },
              el('b', {}, '− missing '),
              el('code', {}, group),
              ' ',
              el('code', { class: 'row' }, row),
            ),
          ),
          ...extra.map((row) =>
            el(
              'li',
              { class: 'plus' },
              el('b', {}, '+ extra '),
              el('code', {}, group),
              ' ',
              el('code', { class: 'row' }, row),
            ),
          ),
        ]),
      ),
    );
  }

  #command(): HTMLElement | false {
    const { command } = this.run;
    if (command === '') return false;
    const code = el('code', {}, command);
    const copy = button('Copy', () => {
      const told = () => {
        copy.textContent = 'Copied';
      };
      const select = () => getSelection()?.selectAllChildren(code);
      if (navigator.clipboard) navigator.clipboard.writeText(command).then(told, select);
      else select();
    });
    return el(
      'section',
      { class: 'command', 'aria-label': 'Replay' },
      el('h2', {}, 'Run it again'),
      el('div', {}, code, copy),
    );
  }
}
