/**
 * An expression for a page: texts that are too faint for WCAG's AA, 4.5 to 1, each as `what it says: ratio`. Texts that
 * nobody is meant to read (`aria-hidden`) and such as stand on patterns are left out.
 */
export const faintTexts = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((value) => value / 255).map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isClear = (colour) => channels(colour)[3] === 0;
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.backgroundImage !== 'none' && !each.matches('.bolt, .drawing')) return undefined;
      if (!isClear(style.backgroundColor)) return style.backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const found = new Set();
  for (const element of document.querySelectorAll('#app *')) {
    const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent.trim()).join('');
    if (text === '' || element.closest('[aria-hidden]') || !element.checkVisibility()) continue;
    const back = behind(element);
    if (back === undefined) continue;
    const [one, other] = [luminance(getComputedStyle(element).color), luminance(back)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) found.add(text.slice(0, 30) + ': ' + ratio.toFixed(2));
  }
  return [...found];
})()`;
