import { badRequest } from '../errors.ts';

/** `true` or `false`, in any case; https://docs.aws.amazon.com/apigateway/latest/api/API_PatchOperation.html */
export const readFlag = (text: string): boolean => text.toLowerCase() === 'true';

/** A whole or decimal number. @throws BadRequestException for anything else */
export function readNumber(text: string, path: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number))
    throw badRequest(`Invalid number '${text}' specified for ${path}`);
  return number;
}

/** The complaint about a value that may not be empty. */
export const nullOrEmpty = (path: string): Error => badRequest(`Invalid null or empty value in ${path}`);
