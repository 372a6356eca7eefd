import type { HttpResponse } from '../../kernel/http.ts';

/** How the names of a response's headers are written to the client: as whoever set them wrote them. */
export class HeaderNames extends Map<string, string> {
  /** `known` is the name in lower case under which the client gets what was given under the name `given`. */
  note(known: string, given: string): void {
    const isRemapped = known !== given.toLowerCase();
    const written = isRemapped ? `x-amzn-Remapped-${given}` : given;
    if (written !== known) this.set(known, written);
  }
}

/** All names of a reply; the gateway's own are written in its way, whatever a function called them. */
export const namesWith = (
  { headerNames }: HttpResponse,
  own: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => (headerNames && headerNames.size > 0 ? new Map([...headerNames, ...own]) : own);
