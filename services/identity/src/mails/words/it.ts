import { type Words } from './words';

export const it: Words = {
  verifyEmail: {
    subject: 'Confermi il suo indirizzo e-mail',
    text: 'Confermi che questo è il suo indirizzo e-mail.',
    action: "Conferma l'indirizzo",
    note: 'Il link funziona una sola volta, per 3 giorni. Se non ha chiesto nulla, ignori questa e-mail.',
  },
  resetPassword: {
    subject: 'Scelga una nuova password',
    text: 'Ora può scegliere una nuova password.',
    action: 'Scegli la password',
    note: "Il link funziona una sola volta, per un'ora. Se non ha chiesto nulla, ignori questa e-mail: la password resta invariata.",
  },
  invitation: {
    subject: 'Invito a {tenant}',
    text: '{inviter} la invita a lavorare al sito web di {tenant}.',
    action: "Accetta l'invito",
    note: 'Il link funziona una sola volta, per 7 giorni. Se non sa di cosa si tratta, ignori questa e-mail.',
  },
  emailChanged: {
    subject: 'Il suo indirizzo e-mail è cambiato',
    text: "Il suo account ha ora l'indirizzo {email}. Questo indirizzo non vi appartiene più.",
    note: 'Se non è stato lei, non dia la password a nessuno e ci contatti subito.',
  },
  passwordChanged: {
    subject: 'La sua password è cambiata',
    text: 'La password del suo account è stata cambiata e tutti gli altri dispositivi sono stati disconnessi.',
    note: 'Se non è stato lei, ne scelga subito una nuova con «Password dimenticata».',
  },
  passkeyAdded: {
    subject: 'È stata aggiunta una passkey',
    text: 'Al suo account è stata aggiunta una passkey. Chi ha il relativo dispositivo può usarla per accedere.',
    note: 'Se non è stato lei, rimuova subito la passkey e scelga una nuova password.',
  },
  webhookDisabled: {
    subject: 'Un webhook di {tenant} è stato disattivato',
    text: 'Il webhook di {tenant} verso {host} è stato disattivato: le consegne non sono riuscite per troppo tempo, oppure l’indirizzo risponde di non esistere più. Non gli viene inviato altro.',
    note: 'Quando l’indirizzo funzionerà di nuovo, riattivi il webhook. Ciò che ha perso può essere inviato di nuovo.',
  },
  domainUnproven: {
    subject: 'Il dominio {host} di {tenant} verrà rimosso',
    text: 'Il record che dimostra che {host} appartiene a {tenant} è scomparso dal DNS. Se manca per tre giorni, il dominio viene rimosso e il sito non vi risponde più.',
    note: 'Imposti di nuovo il record TXT come è mostrato accanto al dominio, e tutto resta com’è.',
  },
  passkeyRemoved: {
    subject: 'È stata rimossa una passkey',
    text: 'Dal suo account è stata rimossa una passkey. Nessuno può più usarla per accedere.',
    note: 'Se non è stato lei, scelga subito una nuova password con «Password dimenticata».',
  },
  mfaEnabled: {
    subject: 'La verifica in due passaggi è stata attivata',
    text: "D'ora in poi, per accedere al suo account serve anche un codice di un'app.",
    note: 'Se non è stato lei, ci contatti subito: qualcun altro ha accesso al suo account.',
  },
  mfaDisabled: {
    subject: 'La verifica in due passaggi è stata disattivata',
    text: "D'ora in poi, per accedere al suo account basta la password.",
    note: 'Se non è stato lei, scelga subito una nuova password e riattivi la verifica in due passaggi.',
  },
};
