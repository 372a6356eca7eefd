type Child = Node | string | undefined | false;
type Props = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/**
 * An element of the page. Strings become text and nothing else: what an app wrote is shown, never parsed. Functions
 * are listeners.
 */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  fill(element, props, children);
  return element;
}

/** The same for drawings. */
export function svg(name: string, props: Props = {}, ...children: readonly Child[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  fill(element, props, children);
  return element;
}

function fill(element: Element, props: Props, children: readonly Child[]): void {
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : String(value));
  }
  for (const child of children) if (child !== undefined && child !== false) element.append(child);
}

export const button = (label: Child, act: () => void, props: Props = {}): HTMLButtonElement =>
  el('button', { type: 'button', click: act, ...props }, label);

/** `ddb.PutItem(Orders)#1` in code, with what only counts made quiet. */
export function callName(text: string): HTMLElement {
  const [, name = text, rest = ''] = /^(.*?)((?:#\d+)?(?: @\d+)?)$/.exec(text) ?? [];
  return el('code', { class: 'call' }, name, rest !== '' && el('span', { class: 'quiet' }, rest));
}

export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
