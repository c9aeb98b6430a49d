/** Lets all who want the same thing at once share one making of it. Nothing is remembered afterwards. */
export function singleFlight<T>(): (key: string, make: () => Promise<T>) => Promise<T> {
  const flights = new Map<string, Promise<T>>();
  return (key, make) => {
    const flying = flights.get(key);
    if (flying) return flying;
    const flight = make().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}
