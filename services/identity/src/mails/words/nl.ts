import { type Words } from './words';

export const nl: Words = {
  verifyEmail: {
    subject: 'Bevestig uw e-mailadres',
    text: 'Bevestig dat dit uw e-mailadres is.',
    action: 'Adres bevestigen',
    note: 'De link werkt één keer en is 3 dagen geldig. Hebt u dit niet aangevraagd, negeer dan deze e-mail.',
  },
  resetPassword: {
    subject: 'Kies een nieuw wachtwoord',
    text: 'U kunt nu een nieuw wachtwoord kiezen.',
    action: 'Wachtwoord kiezen',
    note: 'De link werkt één keer en is een uur geldig. Hebt u dit niet aangevraagd, negeer dan deze e-mail: uw wachtwoord blijft hetzelfde.',
  },
  invitation: {
    subject: 'Uitnodiging voor {tenant}',
    text: '{inviter} nodigt u uit om aan de website van {tenant} mee te werken.',
    action: 'Uitnodiging aannemen',
    note: 'De link werkt één keer en is 7 dagen geldig. Weet u niet waar dit over gaat, negeer dan deze e-mail.',
  },
  emailChanged: {
    subject: 'Uw e-mailadres is gewijzigd',
    text: 'Uw account heeft nu het adres {email}. Dit adres hoort er niet meer bij.',
    note: 'Was u dit niet, geef dan niemand uw wachtwoord en neem meteen contact met ons op.',
  },
  passwordChanged: {
    subject: 'Uw wachtwoord is gewijzigd',
    text: 'Het wachtwoord van uw account is gewijzigd en alle andere apparaten zijn afgemeld.',
    note: 'Was u dit niet, kies dan meteen een nieuw wachtwoord via “Wachtwoord vergeten”.',
  },
  passkeyAdded: {
    subject: 'Er is een passkey toegevoegd',
    text: 'Aan uw account is een passkey toegevoegd. Wie het apparaat ervan heeft, kan ermee inloggen.',
    note: 'Als u dat niet was, verwijder de passkey dan meteen en kies een nieuw wachtwoord.',
  },
  webhookDisabled: {
    subject: 'Een webhook van {tenant} is uitgeschakeld',
    text: 'De webhook van {tenant} naar {host} is uitgeschakeld: bezorgingen zijn te lang mislukt, of het adres antwoordt dat het niet meer bestaat. Er wordt niets meer naartoe gestuurd.',
    note: 'Zodra het adres weer werkt, kunt u de webhook weer inschakelen. Wat gemist is, kan opnieuw worden verzonden.',
  },
  domainUnproven: {
    subject: 'Het domein {host} van {tenant} wordt verwijderd',
    text: 'Het record dat bewijst dat {host} bij {tenant} hoort, is uit DNS verdwenen. Blijft het drie dagen weg, dan wordt het domein verwijderd en antwoordt de website daar niet meer.',
    note: 'Zet het TXT-record terug zoals het bij het domein staat, en alles blijft zoals het is.',
  },
  passkeyRemoved: {
    subject: 'Er is een passkey verwijderd',
    text: 'Uit uw account is een passkey verwijderd. Niemand kan er nog mee inloggen.',
    note: 'Was u dit niet, kies dan meteen een nieuw wachtwoord via “Wachtwoord vergeten”.',
  },
  mfaEnabled: {
    subject: 'Inloggen in twee stappen is ingeschakeld',
    text: 'Voor het inloggen op uw account is vanaf nu ook een code uit een app nodig.',
    note: 'Was u dit niet, neem dan meteen contact met ons op: iemand anders is op uw account ingelogd.',
  },
  mfaDisabled: {
    subject: 'Inloggen in twee stappen is uitgeschakeld',
    text: 'Voor het inloggen op uw account is vanaf nu alleen het wachtwoord nodig.',
    note: 'Was u dit niet, kies dan meteen een nieuw wachtwoord en schakel inloggen in twee stappen weer in.',
  },
};
