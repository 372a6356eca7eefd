import type { GetRandomPasswordRequest } from '@aws-sdk/client-secrets-manager';
import type { Random } from '../../../kernel/random.ts';
import { invalidParameter } from '../errors.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
const lowercase = 'abcdefghijklmnopqrstuvwxyz';
const uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const numbers = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

const defaultLength = 32;

/** A password of the wanted length with, unless told otherwise, at least one character of each kind. */
export function randomPassword(input: GetRandomPasswordRequest, random: Random): string {
  const length = input.PasswordLength ?? defaultLength;
  const excluded = input.ExcludeCharacters ?? '';
  const kinds = [
    input.ExcludeLowercase ? '' : lowercase,
    input.ExcludeUppercase ? '' : uppercase,
    input.ExcludeNumbers ? '' : numbers,
    input.ExcludePunctuation ? '' : punctuation,
    input.IncludeSpace ? ' ' : '',
  ]
    .filter((kind) => kind !== '')
    .map((kind) => [...kind].filter((character) => !excluded.includes(character)).join(''));
  const alphabet = kinds.join('');
  if (alphabet === '') throw invalidParameter('The password alphabet is empty. Exclude fewer characters.');
  if (input.RequireEachIncludedType === false) return random.text(length, alphabet);

  const required = kinds.filter((kind) => kind !== '').map((kind) => random.text(1, kind));
  if (length < required.length) {
    throw invalidParameter('Password length is too short based on the required types.');
  }
  const rest = random.text(length - required.length, alphabet);
  return shuffle([...required, ...rest], random).join('');
}

/** Fisher–Yates, so that required characters stand anywhere. */
function shuffle(characters: readonly string[], random: Random): string[] {
  const shuffled = [...characters];
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    const other = random.int(index + 1);
    [shuffled[index], shuffled[other]] = [shuffled[other] ?? '', shuffled[index] ?? ''];
  }
  return shuffled;
}
