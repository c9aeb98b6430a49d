/** The words of a mail about a submission. `{form}` and `{site}` stand for the heading of the form and the business. */
interface NoticeWords {
  readonly subject: string;
  readonly text: string;
  /** Stands for a box that was ticked. */
  readonly ticked: string;
  /** Where the visitor has left an address, and where not. */
  readonly reply: string;
  readonly noReply: string;
}

const en: NoticeWords = {
  subject: 'New message: {form} ({site})',
  text: 'A visitor of the website of {site} has sent the form “{form}”.',
  ticked: 'Yes',
  reply: 'Reply to this email to write to the visitor.',
  noReply: 'The visitor has left no email address. Replies to this email reach nobody.',
};

const de: NoticeWords = {
  subject: 'Neue Nachricht: {form} ({site})',
  text: 'Jemand hat auf der Website von {site} das Formular „{form}“ abgeschickt.',
  ticked: 'Ja',
  reply: 'Ihre Antwort auf diese E-Mail geht an den Absender des Formulars.',
  noReply: 'Es wurde keine E-Mail-Adresse angegeben. Antworten auf diese E-Mail erreichen niemanden.',
};

const es: NoticeWords = {
  subject: 'Nuevo mensaje: {form} ({site})',
  text: 'Un visitante del sitio web de {site} ha enviado el formulario «{form}».',
  ticked: 'Sí',
  reply: 'Responda a este mensaje para escribir al visitante.',
  noReply:
    'El visitante no ha dejado ninguna dirección de correo. Las respuestas a este mensaje no llegan a nadie.',
};

const fr: NoticeWords = {
  subject: 'Nouveau message : {form} ({site})',
  text: 'Un visiteur du site de {site} a envoyé le formulaire « {form} ».',
  ticked: 'Oui',
  reply: 'Répondez à cet e-mail pour écrire au visiteur.',
  noReply:
    "Le visiteur n'a pas laissé d'adresse e-mail. Les réponses à cet e-mail ne parviennent à personne.",
};

const it: NoticeWords = {
  subject: 'Nuovo messaggio: {form} ({site})',
  text: 'Un visitatore del sito di {site} ha inviato il modulo «{form}».',
  ticked: 'Sì',
  reply: 'Risponda a questa e-mail per scrivere al visitatore.',
  noReply:
    'Il visitatore non ha lasciato un indirizzo e-mail. Le risposte a questa e-mail non arrivano a nessuno.',
};

const nl: NoticeWords = {
  subject: 'Nieuw bericht: {form} ({site})',
  text: 'Een bezoeker van de website van {site} heeft het formulier ‘{form}’ verstuurd.',
  ticked: 'Ja',
  reply: 'Beantwoord deze e-mail om de bezoeker te schrijven.',
  noReply: 'De bezoeker heeft geen e-mailadres achtergelaten. Antwoorden op deze e-mail bereiken niemand.',
};

const pl: NoticeWords = {
  subject: 'Nowa wiadomość: {form} ({site})',
  text: 'Ktoś wysłał formularz „{form}” na stronie {site}.',
  ticked: 'Tak',
  reply: 'Odpowiedz na tę wiadomość, aby napisać do nadawcy formularza.',
  noReply: 'Nadawca nie podał adresu e-mail. Odpowiedzi na tę wiadomość do nikogo nie docierają.',
};

const pt: NoticeWords = {
  subject: 'Nova mensagem: {form} ({site})',
  text: 'Um visitante do site de {site} enviou o formulário “{form}”.',
  ticked: 'Sim',
  reply: 'Responda a este e-mail para escrever ao visitante.',
  noReply: 'O visitante não deixou um endereço de e-mail. As respostas a este e-mail não chegam a ninguém.',
};

const CATALOGUE = new Map<string, NoticeWords>(Object.entries({ de, en, es, fr, it, nl, pl, pt }));

/** The words for a locale (BCP 47), and their language; English where there are none. */
export function noticeWordsOf(locale: string): { words: NoticeWords; language: string } {
  const { language } = new Intl.Locale(locale);
  const words = CATALOGUE.get(language);
  return words ? { words, language } : { words: en, language: 'en' };
}
