export { composeMail, type Letter, nameInMail } from './compose';
export { keepsMails, mailConfig, type MailConfig, mailerFrom } from './config';
export { type KeptMail, keptMail, readKeptMails } from './file-mailer';
export { type Mail, type Mailer, MailRefused } from './mailer';
