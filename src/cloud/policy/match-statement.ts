import { holds } from './conditions.ts';
import { matchesAction } from './match-action.ts';
import { type Grant, matchPrincipal } from './match-principal.ts';
import { matchesResource } from './match-resource.ts';
import { expansion } from './policy-variables.ts';
import type { Principal } from './principal.ts';
import type { RequestContext } from './request-context.ts';
import type { Effect, Policy } from './statement.ts';

/** What is asked: may this principal do this to that? */
export interface PolicyQuestion {
  readonly principal: Principal;
  /** `s3:GetObject` */
  readonly action: string;
  /** An ARN; `*` for actions that are on no resource. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** A statement that is about the question. */
export interface StatementMatch {
  readonly index: number;
  readonly sid?: string;
  /** Of resource policies; a policy of the principal's own is always `direct`. */
  readonly grant: Grant;
}

/**
 * The statements of one effect that are about a question, in their order.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function matchStatements(
  { version, statements }: Policy,
  effect: Effect,
  question: PolicyQuestion,
  isOnResource: boolean,
): readonly StatementMatch[] {
  const { principal, action, resource, context } = question;
  const expand = expansion(version, context);
  return statements.flatMap((statement, index) => {
    if (statement.effect !== effect || !matchesAction(statement, action)) return [];
    const grant = isOnResource ? matchPrincipal(statement, principal, resource) : 'direct';
    if (!grant || !matchesResource(statement, resource, expand, isOnResource)) return [];
    if (!statement.conditions.every((condition) => holds(condition, context, expand))) return [];
    return [{ index, ...(statement.sid !== undefined && { sid: statement.sid }), grant }];
  });
}
