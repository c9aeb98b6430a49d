import { type Words } from './words';

export const pt: Words = {
  verifyEmail: {
    subject: 'Confirme o seu endereço de e-mail',
    text: 'Confirme que este é o seu endereço de e-mail.',
    action: 'Confirmar o endereço',
    note: 'O link funciona uma única vez, durante 3 dias. Se não pediu isto, ignore este e-mail.',
  },
  resetPassword: {
    subject: 'Escolha uma nova senha',
    text: 'Já pode escolher uma nova senha.',
    action: 'Escolher a senha',
    note: 'O link funciona uma única vez, durante uma hora. Se não pediu isto, ignore este e-mail: a sua senha não muda.',
  },
  invitation: {
    subject: 'Convite para {tenant}',
    text: '{inviter} convida você a trabalhar no site de {tenant}.',
    action: 'Aceitar o convite',
    note: 'O link funciona uma única vez, durante 7 dias. Se não sabe do que se trata, ignore este e-mail.',
  },
  emailChanged: {
    subject: 'O seu endereço de e-mail foi alterado',
    text: 'A sua conta tem agora o endereço {email}. Este endereço já não pertence a ela.',
    note: 'Se não foi você, não dê a sua senha a ninguém e fale conosco imediatamente.',
  },
  passwordChanged: {
    subject: 'A sua senha foi alterada',
    text: 'A senha da sua conta foi alterada e todos os outros dispositivos foram desconectados.',
    note: 'Se não foi você, escolha imediatamente uma nova em “Esqueci a senha”.',
  },
  passkeyAdded: {
    subject: 'Foi adicionada uma chave de acesso',
    text: 'Foi adicionada uma chave de acesso à sua conta. Quem tiver o respetivo dispositivo pode iniciar sessão com ela.',
    note: 'Se não foi você, remova a chave de acesso imediatamente e escolha uma nova senha.',
  },
  webhookDisabled: {
    subject: 'Um webhook de {tenant} foi desativado',
    text: 'O webhook de {tenant} para {host} foi desativado: as entregas falharam durante demasiado tempo ou o endereço responde que já não existe. Nada mais lhe é enviado.',
    note: 'Quando o endereço voltar a funcionar, ative o webhook. O que ele perdeu pode ser enviado de novo.',
  },
  domainUnproven: {
    subject: 'O domínio {host} de {tenant} será removido',
    text: 'O registo que prova que {host} pertence a {tenant} desapareceu do DNS. Se faltar durante três dias, o domínio é removido e o site deixa de responder aí.',
    note: 'Volte a criar o registo TXT tal como é mostrado junto do domínio, e tudo fica como está.',
  },
  passkeyRemoved: {
    subject: 'Foi removida uma chave de acesso',
    text: 'Foi removida uma chave de acesso da sua conta. Ninguém pode mais iniciar sessão com ela.',
    note: 'Se não foi você, escolha imediatamente uma nova senha em “Esqueci a senha”.',
  },
  mfaEnabled: {
    subject: 'A verificação em duas etapas foi ativada',
    text: 'A partir de agora, para iniciar sessão na sua conta também é preciso um código de um aplicativo.',
    note: 'Se não foi você, fale conosco imediatamente: outra pessoa está com a sua conta aberta.',
  },
  mfaDisabled: {
    subject: 'A verificação em duas etapas foi desativada',
    text: 'A partir de agora, para iniciar sessão na sua conta basta a senha.',
    note: 'Se não foi você, escolha imediatamente uma nova senha e volte a ativar a verificação em duas etapas.',
  },
};
