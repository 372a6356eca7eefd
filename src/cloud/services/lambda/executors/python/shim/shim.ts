import { channelShim } from './channel.ts';
import { filesShim } from './files.ts';
import { forkServerShim } from './fork-server.ts';
import { networkShim } from './network.ts';
import { randomnessShim } from './randomness.ts';
import { refusalsShim } from './refusals.ts';
import { timeShim } from './time.ts';

/** One program of Python: text, so that the compiled package needs no further files. */
export const pythonShim: string = [
  channelShim,
  timeShim,
  randomnessShim,
  refusalsShim,
  networkShim,
  filesShim,
  forkServerShim,
].join('\n\n');
