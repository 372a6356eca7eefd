/** Why a token is refused; the message travels to the client as `error_description`, so it names no secrets. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
}
