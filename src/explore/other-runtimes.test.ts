import { expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import { templateOf } from './testing/template.ts';

it('refuses a function of another runtime by its name, and says where it can be explored', async () => {
  const opened = Exploration.open('ruby', {
    app: templateOf({ code: 'def handler(event:, context:) = { statusCode: 200 }', runtime: 'ruby3.4' }),
    when: (w) => w.client().post('/do', { json: {} }),
  });

  await expect(opened).rejects.toMatchObject({
    message: expect.stringContaining('The function Worker runs on ruby3.4'),
    hint: expect.stringContaining('--endpoint'),
  });
});
