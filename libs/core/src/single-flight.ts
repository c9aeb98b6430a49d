/**
 * Lets all callers that want the same thing at once share one fetch of it. It caches nothing: the fetch puts its
 * result into a cache, if it is told that the result is current.
 */
export class SingleFlight<T> {
  #flights = new Map<string, Promise<T>>();

  /** @param fetch is told by `isCurrent` whether `restart` was called since it began */
  run(key: string, fetch: (isCurrent: () => boolean) => Promise<T>): Promise<T> {
    const flights = this.#flights;
    const shared = flights.get(key);
    if (shared) return shared;
    const flight = fetch(() => this.#flights === flights).finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  }

  /** Results under way may be outdated: those who wait for them still get them, later callers fetch again. */
  restart(): void {
    this.#flights = new Map();
  }
}
