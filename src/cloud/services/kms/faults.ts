import { type FaultModel, isWrite, usualFaults } from '../../kernel/faults/fault-model.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html */
export const kmsFaults: FaultModel = {
  ...usualFaults,
  // Cryptography computes an answer, and changes nothing.
  isWrite: (operation) =>
    !/^(?:Encrypt|ReEncrypt|Generate|Sign|Verify)/.test(operation) && isWrite(usualFaults, operation),
};
