import { answer, createHandler } from './orders/route.ts';

/** `GET /health`: this function runs; nothing downstream is asked, or an outage there would take us out as well. */
export const handler = createHandler('Health', async () => answer(200, { status: 'ok' }));
