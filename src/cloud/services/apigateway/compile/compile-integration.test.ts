import { describe, expect, it } from 'vitest';
import { compileIntegration } from './compile-integration.ts';

const contextOf = (template: string) =>
  compileIntegration({ requestTemplates: { 'application/json': template } }).templates.get('application/json')?.context;

describe('what a template may look at of $context', () => {
  it('is the members that it names', () => {
    const template = '{"context": "$context.requestId ${context.identity.sourceIp} $!{context.authorizer.claims.sub}"}';

    expect(contextOf(template)).toEqual(new Set(['requestId', 'identity', 'authorizer']));
  });

  it('is nothing where it names none', () => {
    expect(contextOf('{"a": $input.json("$.a")}')).toBe('nothing');
  });

  it.each([
    ['#set($all = $context) $all.requestId'],
    ['#foreach($name in $context.keySet())$name#end'],
    ['$context.get("requestId") $context.stage'],
    ['$context["requestId"]'],
    ['${context}'],
    ['#foreach($context in [1])$context.requestId#end'],
    ['#evaluate("$con${x}text") $context.stage'],
  ])('is all of it in %s', (template) => {
    expect(contextOf(template)).toBe('all');
  });
});
