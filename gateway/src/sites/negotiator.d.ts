/** The part of negotiator 1 that is used here: its published types do not know `preferred`. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: { 'accept-encoding'?: string; accept?: string } });
    /** @param options.preferred decides among codings that the client likes equally */
    encodings(available: readonly string[], options: { preferred: readonly string[] }): string[];
    /** Those of the available types that the client accepts, the best first. */
    mediaTypes(available: readonly string[]): string[];
  }
}
