import { expect, it } from 'vitest';
import { inProcessCloud } from './testing/in-process-cloud.ts';

it('functions with the layer of AppConfig’s agent are refused by name: nothing would answer them', async () => {
  const layers = ['arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:128'];
  await using subject = await inProcessCloud({ 'index.js': 'exports.handler = async () => 1;' }, { layers });

  await expect(subject.invoke()).rejects.toThrow(/AWS-AppConfig-Extension/);
});
