import { describe, expect, it } from 'vitest';
import { fakeCloud } from '../../testing/fake-cloud.ts';
import { referencesIn } from '../graph/references.ts';
import { substitute } from '../intrinsics/text-functions.ts';
import { readTemplate } from './read-template.ts';

const loops = (depth: number, body: object, items: readonly string[]): object =>
  depth === 0 ? body : { [`Fn::ForEach::L${depth}`]: [`I${depth}`, items, loops(depth - 1, body, items)] as unknown[] };

const withLoops = (resources: object): string =>
  JSON.stringify({ Transform: 'AWS::LanguageExtensions', Resources: resources });

const twenty = Array.from({ length: 20 }, (_, index) => `v${index}`);

/** A text that each level makes tenfold. */
const grown = (levels: number): unknown =>
  levels === 0 ? 'x'.repeat(10) : { 'Fn::Sub': [`\${a}`.repeat(10), { a: grown(levels - 1) }] };

const evaluated = (value: unknown) =>
  fakeCloud().send('CreateStack', {
    StackName: 's',
    TemplateBody: JSON.stringify({ Resources: { A: { Type: 'Test::Thing', Properties: { Value: value } } } }),
  });

describe('a template that would grow beyond all measure', () => {
  it('by loops in loops is refused for its size', () => {
    const body = { 'R${I1}${I2}${I3}${I4}${I5}': { Type: 'AWS::SNS::Topic' } };

    expect(() => readTemplate(withLoops(loops(5, body, twenty)))).toThrow(
      'Template may not exceed 1000000 bytes in size.',
    );
  });

  it('by loops that make nothing is refused as well', () => {
    const text = withLoops({ A: { Type: 'AWS::SNS::Topic' }, ...loops(6, {}, twenty) });

    expect(() => readTemplate(text)).toThrow('Template may not exceed 1000000 bytes in size.');
  });

  it('by a few hundred resources too many is told how many there are', () => {
    const body = { 'R${I1}${I2}${I3}': { Type: 'AWS::SNS::Topic' } };

    expect(() => readTemplate(withLoops(loops(3, body, twenty.slice(0, 9))))).toThrow(
      'Number of resources, 729, is greater than maximum allowed, 500',
    );
  });

  it('by Fn::Sub in Fn::Sub is refused', async () => {
    await expect(evaluated(grown(9))).rejects.toThrow('Fn::Sub makes a text of more than 1000000 characters');
  });

  it('by Fn::Sub of braces that never close is read in one go', async () => {
    const open = `\${`.repeat(200_000);

    expect(substitute(open, () => 'never')).toBe(open);
    expect(referencesIn({ 'Fn::Sub': open })).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['Fn::Sub', { 'Fn::Sub': [`\${a}`.repeat(9), { a: grown(4) }] }],
    ['Fn::Join', { 'Fn::Join': ['-'.repeat(100), { 'Fn::Split': [',', ','.repeat(200)] }] }],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': { a: grown(4) } }],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['M', 'a', 'b'] }],
  ])('by many texts of %s, each of which would fit, is refused where they are too many', async (_name, text) => {
    const Body = JSON.stringify({
      Transform: 'AWS::LanguageExtensions',
      Mappings: { M: { a: { b: 'x'.repeat(20_000) } } },
      Resources: { A: { Type: 'Test::Thing', Properties: { Value: Array.from({ length: 2000 }, () => text) } } },
    });
    const cloud = fakeCloud((service) => (service === 's3' ? { Body } : {}));

    const created = cloud.send('CreateStack', {
      StackName: 's',
      TemplateURL: 'https://t.s3.eu-west-1.amazonaws.com/a',
    });

    await expect(created).rejects.toThrow('functions make texts of more than 32000000 characters in all');
  });

  it('by a long delimiter of Fn::Join is refused', async () => {
    const list = { 'Fn::Split': [',', ','.repeat(5000)] };

    await expect(evaluated({ 'Fn::Join': ['-'.repeat(30_000), list] })).rejects.toThrow(
      'Fn::Join makes a text of more than 1000000 characters',
    );
  });

  it.each([
    ['JSON', `{"Resources":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`, 'Template is nested too deeply.'],
    ['JSON, of lists', `{"Resources":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 'Template is nested too deeply.'],
    ['YAML', `Resources:\n  a: ${'['.repeat(5000)}${']'.repeat(5000)}`, 'YAML not well-formed.'],
    ['YAML, of dashes', `Resources:\n  ${'- '.repeat(5000)}a`, 'YAML not well-formed.'],
  ])('in depth is refused: %s', (_name, text, complaint) => {
    expect(() => readTemplate(text)).toThrow(complaint);
  });

  it('by aliases of aliases is refused', () => {
    const lines = Array.from({ length: 9 }, (_, index) => `b${index + 1}: &b${index + 1} [${`*b${index},`.repeat(9)}]`);

    expect(() => readTemplate(`b0: &b0 [x]\n${lines.join('\n')}`)).toThrow('YAML aliases are not allowed');
  });

  it('by a mapping that names itself is taken as text', async () => {
    const find = { 'Fn::FindInMap': ['M', 'a', 'b'] };
    const cloud = fakeCloud();

    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: JSON.stringify({
        Mappings: { M: { a: { b: [find, find] } } },
        Resources: { A: { Type: 'Test::Thing', Properties: { Value: find } } },
      }),
    });

    expect(cloud.status('s').status).toBe('CREATE_COMPLETE');
  });

  it('by a chain of conditions is refused', () => {
    const Conditions = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`C${index}`, { Condition: `C${index + 1}` }]),
    );
    const cloud = fakeCloud((service) =>
      service === 's3' ? { Body: JSON.stringify({ Conditions, Resources: { A: { Type: 'Test::Thing' } } }) } : {},
    );

    return expect(
      cloud.send('CreateStack', { StackName: 's', TemplateURL: 'https://t.s3.eu-west-1.amazonaws.com/a' }),
    ).rejects.toThrow('More than 200 conditions depend on each other');
  });
});
