import { data } from './data.ts';
import { button, el } from './dom.ts';

const themeKey = 'squall-theme';

/** The name of the scenario, and the switch between light and dark. */
export function header(): HTMLElement {
  applyTheme(storedTheme());
  const isDark = () => document.documentElement.dataset.theme === 'dark' || (!chosen() && prefersDark());
  const theme = button(
    '',
    () => {
      applyTheme(isDark() ? 'light' : 'dark');
      store(document.documentElement.dataset.theme ?? '');
      label();
    },
    { class: 'theme' },
  );
  const label = (): void => {
    const other = isDark() ? 'Light' : 'Dark';
    theme.textContent = other;
    theme.setAttribute('aria-label', `${other} theme`);
  };
  label();
  return el(
    'header',
    { class: 'top' },
    el(
      'a',
      { href: '#', class: 'brand', 'aria-label': 'Squall: overview' },
      el('span', { class: 'bolt', 'aria-hidden': 'true' }),
      'Squall',
    ),
    el('span', { class: 'scenario' }, data.name),
    theme,
  );
}

const chosen = (): string | undefined => document.documentElement.dataset.theme;
const prefersDark = (): boolean => matchMedia('(prefers-color-scheme: dark)').matches;

function applyTheme(theme: string): void {
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
}

/** Pages in sandboxes have no storage. */
function storedTheme(): string {
  try {
    return localStorage.getItem(themeKey) ?? '';
  } catch {
    return '';
  }
}

function store(theme: string): void {
  try {
    localStorage.setItem(themeKey, theme);
  } catch {
    // It is chosen for this time only.
  }
}
