/** A language tag (BCP 47) in its canonical form; undefined for what is none. */
export function canonicalLocale(tag: string): string | undefined {
  try {
    const { language } = new Intl.Locale(tag);
    // The grammar allows languages of up to eight letters, of which none is registered: `english`.
    return language.length <= 3 ? Intl.getCanonicalLocales(tag)[0] : undefined;
  } catch {
    return undefined;
  }
}

/** A time zone of the IANA database, in the database's letter case where it is known; undefined for what is none. */
export function canonicalTimeZone(name: string): string | undefined {
  // Newer engines also take offsets such as +01:00, which are not in the database.
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    // Links keep their name: engines resolve Asia/Kolkata to Asia/Calcutta.
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
  } catch {
    return undefined;
  }
}
