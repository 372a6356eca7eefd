/** The fake provider as a program: `node integration/payments-provider/main.ts [port [address]]` */
import { startPaymentsProvider } from './provider.ts';

const provider = await startPaymentsProvider({
  port: Number(process.argv[2] ?? 4580),
  host: process.argv[3] ?? '127.0.0.1',
});
process.stdout.write(`Fake payment provider at ${provider.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void provider.close());
