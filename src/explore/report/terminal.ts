import { type Matrix, tellMerged } from './matrix.ts';
import { bold, dim, paintTone } from './paint.ts';

/** The matrix as a person reads it in a terminal. */
export function renderMatrix(matrix: Matrix, isColoured: boolean): string {
  const nameWidth = Math.max(matrix.name.length, ...matrix.rows.map(({ point }) => point.length));
  const widths = matrix.columns.map(({ label }, index) =>
    Math.max(label.length, ...matrix.rows.map(({ fields }) => fields[index]?.text.length ?? 0)),
  );
  const head = matrix.columns.map(({ label }, index) => label.padStart(widths[index] ?? 0)).join('  ');
  const lines = [`${bold(matrix.name.padEnd(nameWidth), isColoured)}  ${dim(head, isColoured)}`];
  for (const { point, fields } of matrix.rows) {
    const cells = fields.map(({ text, tone }, index) => paintTone(text.padStart(widths[index] ?? 0), tone, isColoured));
    lines.push(`${point.padEnd(nameWidth)}  ${cells.join('  ')}`);
  }
  const uncompared = matrix.uncompared.map((reason) => paintTone(reason, 'unreached', isColoured));
  const notices = matrix.notices.map((notice) => paintTone(`! ${notice}`, 'failed', isColoured));
  return [...lines, '', summaryOf(matrix, isColoured), ...notices, ...tellMerged(matrix), ...uncompared].join('\n');
}

/** `44/44 cells: 20 masked, 18 recovered, 6 broken` */
function summaryOf({ counts, total }: Matrix, isColoured: boolean): string {
  const { masked, recovered, failed, broken, accepted, unreached } = counts;
  const explored = masked + recovered + failed + broken + accepted + unreached;
  const parts = [
    [masked, 'masked', 'masked'],
    [recovered, 'recovered', 'recovered'],
    [failed, 'failed', 'failed'],
    [broken, 'broken', 'broken'],
    [accepted, 'accepted', 'accepted'],
    [unreached, 'unreached', 'unreached'],
  ] as const;
  const told = parts
    .filter(([count]) => count > 0)
    .map(([count, word, tone]) => paintTone(`${count} ${word}`, tone, isColoured));
  return `failure coverage ${explored}/${total}: ${told.join(', ')}`;
}
