import { publishAll } from './orders/outbox.ts';
import { logger } from './orders/telemetry.ts';

/**
 * Sends the events that `create-order` could not send after its commit. A schedule calls it every minute; twice at once does
 * no harm.
 */
export async function handler(): Promise<{ readonly published: number }> {
  const published = await publishAll();
  if (published > 0) logger.info('outbox published', { published });
  return { published };
}
