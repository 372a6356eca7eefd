import type { Random } from '../../../kernel/random.ts';

/** `d-A1B2C3D4E` */
export const newDeploymentId = (random: Pick<Random, 'text'>): string =>
  `d-${random.text(9, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`;
