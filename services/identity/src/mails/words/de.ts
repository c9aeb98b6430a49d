import { type Words } from './words';

export const de: Words = {
  verifyEmail: {
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
    text: 'Bitte bestätigen Sie, dass dies Ihre E-Mail-Adresse ist.',
    action: 'Adresse bestätigen',
    note: 'Der Link funktioniert einmal und gilt 3 Tage. Wenn Sie das nicht angefordert haben, können Sie diese E-Mail ignorieren.',
  },
  resetPassword: {
    subject: 'Wählen Sie ein neues Passwort',
    text: 'Sie können jetzt ein neues Passwort wählen.',
    action: 'Passwort wählen',
    note: 'Der Link funktioniert einmal und gilt eine Stunde. Wenn Sie das nicht angefordert haben, ignorieren Sie diese E-Mail: Ihr Passwort bleibt, wie es ist.',
  },
  invitation: {
    subject: 'Einladung zu {tenant}',
    text: '{inviter} lädt Sie ein, an der Website von {tenant} mitzuarbeiten.',
    action: 'Einladung annehmen',
    note: 'Der Link funktioniert einmal und gilt 7 Tage. Wenn Sie nicht wissen, worum es geht, ignorieren Sie diese E-Mail.',
  },
  emailChanged: {
    subject: 'Ihre E-Mail-Adresse wurde geändert',
    text: 'Ihr Konto hat jetzt die Adresse {email}. Diese Adresse gehört nicht mehr dazu.',
    note: 'Wenn Sie das nicht waren, geben Sie niemandem Ihr Passwort, und wenden Sie sich sofort an uns.',
  },
  passwordChanged: {
    subject: 'Ihr Passwort wurde geändert',
    text: 'Das Passwort Ihres Kontos wurde geändert, und alle anderen Geräte wurden abgemeldet.',
    note: 'Wenn Sie das nicht waren, wählen Sie sofort mit „Passwort vergessen“ ein neues.',
  },
  passkeyAdded: {
    subject: 'Ein Passkey wurde hinzugefügt',
    text: 'Ihrem Konto wurde ein Passkey hinzugefügt. Wer dessen Gerät hat, kann sich damit anmelden.',
    note: 'Wenn Sie das nicht waren, entfernen Sie den Passkey sofort, und wählen Sie ein neues Passwort.',
  },
  webhookDisabled: {
    subject: 'Ein Webhook von {tenant} wurde abgeschaltet',
    text: 'Der Webhook von {tenant} an {host} wurde abgeschaltet: Zustellungen sind zu lange fehlgeschlagen, oder die Adresse antwortet, dass es sie nicht mehr gibt. Es wird nichts mehr dorthin gesendet.',
    note: 'Wenn die Adresse wieder erreichbar ist, aktivieren Sie den Webhook. Was er verpasst hat, kann erneut gesendet werden.',
  },
  domainUnproven: {
    subject: 'Die Domain {host} von {tenant} wird entfernt',
    text: 'Der Eintrag, der beweist, dass {host} zu {tenant} gehört, ist aus dem DNS verschwunden. Fehlt er drei Tage lang, wird die Domain entfernt, und die Website antwortet dort nicht mehr.',
    note: 'Setzen Sie den TXT-Eintrag wieder so, wie er bei der Domain angezeigt wird, und alles bleibt, wie es ist.',
  },
  passkeyRemoved: {
    subject: 'Ein Passkey wurde entfernt',
    text: 'Aus Ihrem Konto wurde ein Passkey entfernt. Damit kann sich niemand mehr anmelden.',
    note: 'Wenn Sie das nicht waren, wählen Sie sofort mit „Passwort vergessen“ ein neues Passwort.',
  },
  mfaEnabled: {
    subject: 'Die Anmeldung in zwei Schritten ist eingeschaltet',
    text: 'Bei der Anmeldung in Ihrem Konto wird ab jetzt auch ein Code aus einer App verlangt.',
    note: 'Wenn Sie das nicht waren, wenden Sie sich sofort an uns: Jemand anderes ist in Ihrem Konto angemeldet.',
  },
  mfaDisabled: {
    subject: 'Die Anmeldung in zwei Schritten ist ausgeschaltet',
    text: 'Bei der Anmeldung in Ihrem Konto wird ab jetzt nur noch das Passwort verlangt.',
    note: 'Wenn Sie das nicht waren, wählen Sie sofort ein neues Passwort, und schalten Sie die Anmeldung in zwei Schritten wieder ein.',
  },
};
