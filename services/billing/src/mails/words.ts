/** What a mail says. `{tenant}` is the name of the business, `{date}` the day on which something happens. */
interface MailWords {
  readonly subject: string;
  readonly text: string;
}

interface Words {
  readonly trialEnding: MailWords;
  readonly pastDue: MailWords;
  readonly reminder: MailWords;
  /** The label of the link. */
  readonly action: string;
}

export type MailName = Exclude<keyof Words, 'action'>;

const en: Words = {
  trialEnding: {
    subject: 'The trial of {tenant} ends on {date}',
    text: 'Choose a plan until then, and everything goes on as it is. Without one, nothing can be changed from that day on.',
  },
  pastDue: {
    subject: 'A payment for {tenant} is due',
    text: 'Until it is paid, everything can be read and nothing changed. The website stays online until {date}.',
  },
  reminder: {
    subject: 'Reminder: a payment for {tenant} is due',
    text: 'We have not received a payment yet. Without it, the website goes offline on {date}. Nothing is deleted: with a payment everything comes back.',
  },
  action: 'Choose a plan',
};

const de: Words = {
  trialEnding: {
    subject: 'Die Testzeit von {tenant} endet am {date}',
    text: 'Wählen Sie bis dahin einen Tarif, und alles geht weiter wie bisher. Ohne Tarif lässt sich ab diesem Tag nichts mehr ändern.',
  },
  pastDue: {
    subject: 'Eine Zahlung für {tenant} ist fällig',
    text: 'Bis sie eingeht, lässt sich alles ansehen und nichts ändern. Die Website bleibt bis zum {date} online.',
  },
  reminder: {
    subject: 'Erinnerung: Eine Zahlung für {tenant} ist fällig',
    text: 'Wir haben noch keine Zahlung erhalten. Ohne sie geht die Website am {date} offline. Gelöscht wird nichts: Mit einer Zahlung ist alles wieder da.',
  },
  action: 'Tarif wählen',
};

const es: Words = {
  trialEnding: {
    subject: 'La prueba de {tenant} termina el {date}',
    text: 'Elija un plan antes de esa fecha y todo seguirá igual. Sin un plan, desde ese día no se podrá cambiar nada.',
  },
  pastDue: {
    subject: 'Hay un pago pendiente de {tenant}',
    text: 'Hasta que se pague, todo se puede ver y nada se puede cambiar. El sitio web sigue en línea hasta el {date}.',
  },
  reminder: {
    subject: 'Recordatorio: hay un pago pendiente de {tenant}',
    text: 'Aún no hemos recibido el pago. Sin él, el sitio web dejará de estar en línea el {date}. No se borra nada: con el pago todo vuelve.',
  },
  action: 'Elegir un plan',
};

const fr: Words = {
  trialEnding: {
    subject: 'L’essai de {tenant} se termine le {date}',
    text: 'Choisissez une formule d’ici là, et tout continue comme avant. Sans formule, plus rien ne pourra être modifié à partir de ce jour.',
  },
  pastDue: {
    subject: 'Un paiement est dû pour {tenant}',
    text: 'Jusqu’au paiement, tout peut être consulté et rien ne peut être modifié. Le site reste en ligne jusqu’au {date}.',
  },
  reminder: {
    subject: 'Rappel : un paiement est dû pour {tenant}',
    text: 'Nous n’avons pas encore reçu de paiement. Sans lui, le site sera hors ligne le {date}. Rien n’est supprimé : avec un paiement, tout revient.',
  },
  action: 'Choisir une formule',
};

const it: Words = {
  trialEnding: {
    subject: 'La prova di {tenant} termina il {date}',
    text: 'Scelga un piano entro quella data e tutto continuerà come ora. Senza un piano, da quel giorno non si potrà modificare nulla.',
  },
  pastDue: {
    subject: 'C’è un pagamento in sospeso per {tenant}',
    text: 'Fino al pagamento tutto si può leggere e nulla si può modificare. Il sito resta online fino al {date}.',
  },
  reminder: {
    subject: 'Promemoria: c’è un pagamento in sospeso per {tenant}',
    text: 'Non abbiamo ancora ricevuto il pagamento. Senza di esso il sito andrà offline il {date}. Nulla viene cancellato: con il pagamento tutto torna.',
  },
  action: 'Scegliere un piano',
};

const nl: Words = {
  trialEnding: {
    subject: 'De proefperiode van {tenant} eindigt op {date}',
    text: 'Kies voor die tijd een abonnement en alles gaat gewoon door. Zonder abonnement kan vanaf die dag niets meer worden gewijzigd.',
  },
  pastDue: {
    subject: 'Er staat een betaling open voor {tenant}',
    text: 'Tot er betaald is, kan alles worden bekeken en niets gewijzigd. De website blijft online tot {date}.',
  },
  reminder: {
    subject: 'Herinnering: er staat een betaling open voor {tenant}',
    text: 'We hebben nog geen betaling ontvangen. Zonder betaling gaat de website op {date} offline. Er wordt niets verwijderd: na betaling is alles er weer.',
  },
  action: 'Een abonnement kiezen',
};

const pl: Words = {
  trialEnding: {
    subject: 'Okres próbny {tenant} kończy się {date}',
    text: 'Proszę wybrać plan do tego dnia, a wszystko będzie działać jak dotąd. Bez planu od tego dnia nic nie będzie można zmienić.',
  },
  pastDue: {
    subject: 'Płatność za {tenant} jest wymagana',
    text: 'Do czasu zapłaty wszystko można przeglądać, a niczego nie można zmienić. Witryna pozostaje dostępna do {date}.',
  },
  reminder: {
    subject: 'Przypomnienie: płatność za {tenant} jest wymagana',
    text: 'Nie otrzymaliśmy jeszcze płatności. Bez niej witryna zostanie wyłączona {date}. Nic nie zostanie usunięte: po zapłacie wszystko wróci.',
  },
  action: 'Wybierz plan',
};

const pt: Words = {
  trialEnding: {
    subject: 'O período experimental de {tenant} termina em {date}',
    text: 'Escolha um plano até lá e tudo continua como está. Sem um plano, a partir desse dia nada pode ser alterado.',
  },
  pastDue: {
    subject: 'Há um pagamento em atraso de {tenant}',
    text: 'Até ser pago, tudo pode ser visto e nada pode ser alterado. O site continua online até {date}.',
  },
  reminder: {
    subject: 'Lembrete: há um pagamento em atraso de {tenant}',
    text: 'Ainda não recebemos o pagamento. Sem ele, o site fica offline em {date}. Nada é apagado: com o pagamento tudo volta.',
  },
  action: 'Escolher um plano',
};

export const CATALOGUE = { de, en, es, fr, it, nl, pl, pt };

const BY_LANGUAGE = new Map<string, Words>(Object.entries(CATALOGUE));

/** The words for a locale (BCP 47), and their language; English where there are none. */
export function wordsOf(locale: string): { words: Words; language: string } {
  const { language } = new Intl.Locale(locale);
  const words = BY_LANGUAGE.get(language);
  return words ? { words, language } : { words: en, language: 'en' };
}
