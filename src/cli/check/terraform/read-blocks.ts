import { hclTokens, type Token, Unclosed } from './hcl-tokens.ts';

/** An argument or a block within a block: texts as they are written, undefined for everything else. */
export interface Argument {
  readonly name: string;
  readonly line: number;
  readonly text?: string;
}

/** A block at the top of a file: `resource "aws_sqs_queue" "orders" { … }`. */
export interface Block {
  readonly kind: string;
  readonly labels: readonly string[];
  readonly line: number;
  readonly arguments: readonly Argument[];
}

/** The blocks of a file of Terraform, with what stands directly in them. Throws {@link Unclosed}. */
export function readBlocks(text: string): Block[] {
  const tokens = hclTokens(text);
  const blocks: Block[] = [];
  for (let at = 0; at < tokens.length; ) {
    const head = tokens[at];
    const open = at + 1 + labelsFrom(tokens, at + 1).length;
    if (head?.kind !== 'word' || !isSign(tokens[open], '{')) {
      at += 1;
      continue;
    }
    const end = closing(tokens, open);
    blocks.push({
      kind: head.value,
      labels: labelsFrom(tokens, at + 1),
      line: head.line,
      arguments: argumentsOf(tokens.slice(open + 1, end)),
    });
    at = end + 1;
  }
  return blocks;
}

const isSign = (token: Token | undefined, value: string): boolean => token?.kind === 'sign' && token.value === value;

function labelsFrom(tokens: readonly Token[], from: number): string[] {
  const labels: string[] = [];
  for (let at = from; ; at += 1) {
    const token = tokens[at];
    if (!token || token.kind === 'sign') return labels;
    labels.push(token.value);
  }
}

const depthOf = (token: Token): number => {
  if (token.kind !== 'sign') return 0;
  if ('{[('.includes(token.value)) return 1;
  return '}])'.includes(token.value) ? -1 : 0;
};

/** Of the bracket at `open`. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token) depth += depthOf(token);
    if (depth === 0) return at;
  }
  throw new Unclosed('The block that begins here is not closed.', tokens[open]?.line ?? 1);
}

function argumentsOf(tokens: readonly Token[]): Argument[] {
  const found: Argument[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    depth += depthOf(token);
    if (depth !== 0 || token.kind !== 'word') continue;
    const next = tokens[at + 1];
    const after = tokens[at + 2];
    if (isSign(next, '=') && !isSign(after, '=')) {
      const isText = after?.kind === 'text' && after.line === token.line;
      found.push({ name: token.value, line: token.line, ...(isText && { text: after.value }) });
    } else if (isSign(next, '{')) found.push({ name: token.value, line: token.line });
    else if (next?.kind === 'text' && isSign(after, '{'))
      found.push({ name: token.value === 'dynamic' ? next.value : token.value, line: token.line });
  }
  return found;
}
