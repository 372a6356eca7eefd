import { data } from './data.ts';
import { el } from './dom.ts';
import { header } from './header.ts';
import { overview } from './overview.ts';
import { Player } from './player.ts';

/** The overview, or one run, as the address says (`#run=3&step=5`): places can be shared. */
class Page {
  readonly element: HTMLElement = el('main', { tabindex: -1 });
  #player: Player | undefined;
  /** Where the reader was when he left the overview. */
  #left: { readonly link: number; readonly scroll: number } | undefined;

  readonly show = (): void => {
    const address = new URLSearchParams(location.hash.slice(1));
    const place = address.get('run') ?? '';
    const run = place === '' ? undefined : data.runs[Number(place)];
    const step = address.get('step');
    if (!run) this.#showOverview();
    else if (this.#player?.run === run) this.#player.goTo(Number(step ?? 0));
    else {
      this.#left ??= { link: this.#links().findIndex((link) => link === document.activeElement), scroll: scrollY };
      this.#player = new Player(run, (at) => history.replaceState(null, '', `#run=${place}&step=${at}`));
      this.element.replaceChildren(this.#player.element);
      scrollTo(0, 0);
      this.#player.start(step === null ? undefined : Number(step));
    }
  };

  readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#player?.onKey(event)) event.preventDefault();
  };

  #showOverview(): void {
    const left = this.#left;
    this.#player = undefined;
    this.#left = undefined;
    this.element.replaceChildren(overview());
    if (!left) return;
    const link = this.#links()[left.link];
    const folded = link?.closest('details');
    if (folded) folded.open = true;
    scrollTo(0, left.scroll);
    link?.focus({ preventScroll: true });
  }

  #links(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('a[data-run]')];
  }
}

const page = new Page();
addEventListener('hashchange', page.show);
addEventListener('keydown', page.onKey);
document.querySelector('#app')?.replaceChildren(header(), page.element);
page.show();
