import { type Words } from './words';

export const pl: Words = {
  verifyEmail: {
    subject: 'Potwierdź swój adres e-mail',
    text: 'Prosimy o potwierdzenie, że to Twój adres e-mail.',
    action: 'Potwierdź adres',
    note: 'Link działa jeden raz, przez 3 dni. Jeśli to nie Twoja prośba, zignoruj tę wiadomość.',
  },
  resetPassword: {
    subject: 'Wybierz nowe hasło',
    text: 'Możesz teraz wybrać nowe hasło.',
    action: 'Wybierz hasło',
    note: 'Link działa jeden raz, przez godzinę. Jeśli to nie Twoja prośba, zignoruj tę wiadomość: hasło się nie zmieni.',
  },
  invitation: {
    subject: 'Zaproszenie do {tenant}',
    text: '{inviter} zaprasza Cię do pracy nad stroną internetową {tenant}.',
    action: 'Przyjmij zaproszenie',
    note: 'Link działa jeden raz, przez 7 dni. Jeśli nie wiesz, o co chodzi, zignoruj tę wiadomość.',
  },
  emailChanged: {
    subject: 'Zmieniono Twój adres e-mail',
    text: 'Twoje konto ma teraz adres {email}. Ten adres już do niego nie należy.',
    note: 'Jeśli to nie Ty, nie podawaj nikomu hasła i od razu skontaktuj się z nami.',
  },
  passwordChanged: {
    subject: 'Zmieniono Twoje hasło',
    text: 'Hasło do Twojego konta zostało zmienione, a wszystkie inne urządzenia wylogowane.',
    note: 'Jeśli to nie Ty, od razu wybierz nowe hasło przez „Nie pamiętam hasła”.',
  },
  passkeyAdded: {
    subject: 'Dodano klucz dostępu',
    text: 'Do Twojego konta dodano klucz dostępu. Kto ma jego urządzenie, może się nim zalogować.',
    note: 'Jeśli to nie Ty, natychmiast usuń klucz dostępu i wybierz nowe hasło.',
  },
  webhookDisabled: {
    subject: 'Webhook firmy {tenant} został wyłączony',
    text: 'Webhook firmy {tenant} do {host} został wyłączony: dostarczanie zbyt długo się nie udawało albo adres odpowiada, że już nie istnieje. Nic więcej nie jest tam wysyłane.',
    note: 'Gdy adres znów zacznie działać, włącz webhook ponownie. Pominięte zdarzenia można wysłać jeszcze raz.',
  },
  domainUnproven: {
    subject: 'Domena {host} firmy {tenant} zostanie usunięta',
    text: 'Rekord, który potwierdza, że {host} należy do {tenant}, zniknął z DNS. Jeśli nie wróci przez trzy dni, domena zostanie usunięta, a strona przestanie tam odpowiadać.',
    note: 'Ustaw rekord TXT ponownie tak, jak jest pokazany przy domenie, a wszystko zostanie po staremu.',
  },
  passkeyRemoved: {
    subject: 'Usunięto klucz dostępu',
    text: 'Z Twojego konta usunięto klucz dostępu. Nikt już się nim nie zaloguje.',
    note: 'Jeśli to nie Ty, od razu wybierz nowe hasło przez „Nie pamiętam hasła”.',
  },
  mfaEnabled: {
    subject: 'Włączono logowanie dwuetapowe',
    text: 'Od teraz logowanie do Twojego konta wymaga też kodu z aplikacji.',
    note: 'Jeśli to nie Ty, od razu skontaktuj się z nami: ktoś inny jest zalogowany na Twoje konto.',
  },
  mfaDisabled: {
    subject: 'Wyłączono logowanie dwuetapowe',
    text: 'Od teraz do zalogowania się na Twoje konto wystarczy hasło.',
    note: 'Jeśli to nie Ty, od razu wybierz nowe hasło i ponownie włącz logowanie dwuetapowe.',
  },
};
