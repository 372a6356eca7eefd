import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Problem, unavailable } from './problem.ts';
import { readSecret } from './secrets.ts';
import { setting } from './settings.ts';

/** One try may take this long, and all of them together a little over three times as much. */
const tryTimeoutMs = 2500;
const triesMax = 3;
const backoffMs = 100;

const chargeSchema = z.object({ id: z.string().min(1), amount: z.number(), currency: z.string() });
const chargesSchema = z.object({
  charges: z.array(
    z.object({
      id: z.string().min(1),
      reference: z.string(),
      /** ISO 8601. */
      createdAt: z.string(),
      refundId: z.string().optional(),
    }),
  ),
});
const refundSchema = z.object({ id: z.string().min(1), chargeId: z.string() });

export interface ChargeRequest {
  readonly amount: number;
  readonly currency: string;
  /** Ours, for the provider's books. */
  readonly reference: string;
}

/**
 * Charges once for an idempotency key, however often it is asked. Throws a 402 `Problem` when the provider declines,
 * 503 when it cannot be reached or its answer cannot be trusted: then the charge may or may not exist, and asking again
 * with the same key is safe.
 */
export async function charge(request: ChargeRequest, idempotencyKey: string): Promise<z.infer<typeof chargeSchema>> {
  return send('/charges', request, idempotencyKey, chargeSchema);
}

/** Gives a charge back; the same rules as for {@link charge}. Throws 409 when the provider refuses. */
export async function refund(chargeId: string, idempotencyKey: string): Promise<z.infer<typeof refundSchema>> {
  return send('/refunds', { chargeId }, idempotencyKey, refundSchema);
}

/** All that was charged, as the provider knows it. Throws 503 as {@link charge} does. */
export async function listCharges(): Promise<z.infer<typeof chargesSchema>['charges']> {
  return (await send('/charges', undefined, 'list', chargesSchema)).charges;
}

/** Without a body it only asks. */
async function send<T>(
  path: string,
  body: object | undefined,
  idempotencyKey: string,
  schema: z.ZodType<T>,
): Promise<T> {
  let isKeyFresh = false;
  let lastFailure: unknown;
  for (let attempt = 1; attempt <= triesMax; attempt += 1) {
    const response = await request(path, body, idempotencyKey, isKeyFresh).catch((error: unknown) => {
      if (error instanceof Problem) throw error;
      lastFailure = error;
    });
    if (response?.status === 401 && !isKeyFresh) {
      // The key was rotated after we had read it: once, with the new one, and without using up a try.
      isKeyFresh = true;
      attempt -= 1;
      continue;
    }
    const outcome = response && (await read(response, schema));
    if (outcome) return outcome;
    if (response) lastFailure = new Error(`the provider answered ${response.status}`);
    if (attempt < triesMax) await wait(backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
  }
  throw unavailable('The payment provider', lastFailure);
}

async function request(
  path: string,
  body: object | undefined,
  idempotencyKey: string,
  refresh: boolean,
): Promise<globalThis.Response> {
  const secret = await readSecret(setting('PAYMENTS_SECRET_ARN'), { refresh });
  const { apiKey } = JSON.parse(secret) as { apiKey: string };
  return fetch(new URL(path, setting('PAYMENTS_URL')), {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': idempotencyKey }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(tryTimeoutMs),
  });
}

/** The outcome, or undefined when it is worth another try. */
async function read<T>(response: globalThis.Response, schema: z.ZodType<T>): Promise<T | undefined> {
  const { status } = response;
  const text = await response.text().catch(() => '');
  if (status === 402) throw new Problem(402, 'payment-declined', 'The payment was declined');
  if (status === 422) throw new Problem(409, 'payment-refused', 'The payment provider refuses this request');
  if (status === 401 || status === 403) throw unavailable('The payment provider', new Error(`it answered ${status}`));
  // 409 is a try of ours that is still running there; a success that cannot be read is no success yet.
  if (status !== 200 && status !== 201) return undefined;
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
