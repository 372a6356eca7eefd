/** The look of the page, light and dark. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #8884; --green: #2e9e5b; --light: #8fd6a8; --red: #d43f3f; --purple: #9b6bd3; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; }
th, td { padding: .15rem .4rem; text-align: center; border: 1px solid var(--line); font-variant-numeric: tabular-nums; }
th[scope=row] { text-align: left; font-weight: 500; font-family: ui-monospace, monospace; white-space: nowrap; }
td button { all: unset; cursor: pointer; display: block; width: 100%; }
td button:focus-visible { outline: 2px solid currentColor; }
.masked { background: var(--green); color: #fff; } .recovered { background: var(--light); color: #123; }
.broken { background: var(--red); color: #fff; font-weight: 700; }
.accepted { background: var(--purple); color: #fff; } .none { color: #8888; }
.unreached { background: repeating-linear-gradient(45deg, #8883 0 4px, transparent 4px 8px); }
.legend span { padding: .1rem .5rem; border-radius: .3rem; }
.lanes { width: 100%; table-layout: fixed; font-size: 12px; } .lanes th { font-weight: 600; overflow: hidden; text-overflow: ellipsis; }
.lanes td { border-top: 0; border-bottom: 0; } .lanes .hop { background: #8882; text-align: left; overflow-wrap: anywhere; }
.injected .hop { background: #d43f3f44; font-weight: 600; } .diff { font-family: ui-monospace, monospace; font-size: 12px; list-style: none; padding: 0; overflow-wrap: anywhere; }
.minus { color: var(--red); } .plus { color: var(--green); } .token code { overflow-wrap: anywhere; } pre { overflow-x: auto; }
`;

/** Opens the panel of a cell, and the one that the address names. */
export const pageScript = `
const show = (id) => {
  for (const section of document.querySelectorAll('section')) section.hidden = section.id !== id;
  if (location.hash !== '#' + id) history.replaceState(null, '', '#' + id);
  document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
};
for (const button of document.querySelectorAll('[data-cell]')) button.addEventListener('click', () => show(button.dataset.cell));
if (location.hash && document.getElementById(location.hash.slice(1))) show(location.hash.slice(1));
`;
