import type { Parsed, Path } from './ast.ts';
import { Findings } from './findings.ts';
import { OperandParser } from './operand-parser.ts';

/**
 * Parses a projection expression: document paths with commas between them. Throws an `ExpressionProblem`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
 */
export function parseProjection(text: string): Parsed<readonly Path[]> {
  const findings = new Findings<'reserved'>(['reserved']);
  const parser = new OperandParser<'reserved'>(text, findings);
  const paths = [parser.path()];
  while (parser.reader.accept(',')) paths.push(parser.path());
  parser.reader.expectEnd();
  findings.throwFirst();
  return parser.result(paths);
}
