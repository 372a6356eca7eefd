import { expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import { templateOf } from './testing/template.ts';

it('refuses a function of another runtime by its name, and says where it can be explored', async () => {
  const code = 'def handler(event, context):\n    return {"statusCode": 200}\n';
  const opened = Exploration.open('python', {
    app: templateOf({ code, runtime: 'python3.13' }),
    when: (w) => w.client().post('/do', { json: {} }),
  });

  await expect(opened).rejects.toMatchObject({
    message: expect.stringContaining('The function Worker runs on python3.13'),
    hint: expect.stringContaining('--endpoint'),
  });
});
