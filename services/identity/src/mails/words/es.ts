import { type Words } from './words';

export const es: Words = {
  verifyEmail: {
    subject: 'Confirme su dirección de correo',
    text: 'Confirme que esta es su dirección de correo electrónico.',
    action: 'Confirmar la dirección',
    note: 'El enlace funciona una sola vez, durante 3 días. Si no lo ha solicitado, ignore este mensaje.',
  },
  resetPassword: {
    subject: 'Elija una nueva contraseña',
    text: 'Ya puede elegir una nueva contraseña.',
    action: 'Elegir contraseña',
    note: 'El enlace funciona una sola vez, durante una hora. Si no lo ha solicitado, ignore este mensaje: su contraseña no cambia.',
  },
  invitation: {
    subject: 'Invitación a {tenant}',
    text: '{inviter} le invita a trabajar en el sitio web de {tenant}.',
    action: 'Aceptar la invitación',
    note: 'El enlace funciona una sola vez, durante 7 días. Si no sabe de qué se trata, ignore este mensaje.',
  },
  emailChanged: {
    subject: 'Su dirección de correo ha cambiado',
    text: 'Su cuenta tiene ahora la dirección {email}. Esta dirección ya no pertenece a ella.',
    note: 'Si no ha sido usted, no dé su contraseña a nadie y póngase en contacto con nosotros de inmediato.',
  },
  passwordChanged: {
    subject: 'Su contraseña ha cambiado',
    text: 'Se ha cambiado la contraseña de su cuenta y se ha cerrado la sesión en los demás dispositivos.',
    note: 'Si no ha sido usted, elija de inmediato una nueva con «He olvidado mi contraseña».',
  },
  passkeyAdded: {
    subject: 'Se ha añadido una clave de acceso',
    text: 'Se ha añadido una clave de acceso a su cuenta. Quien tenga su dispositivo puede iniciar sesión con ella.',
    note: 'Si no ha sido usted, elimine la clave de acceso de inmediato y elija una nueva contraseña.',
  },
  webhookDisabled: {
    subject: 'Se ha desactivado un webhook de {tenant}',
    text: 'El webhook de {tenant} hacia {host} se ha desactivado: sus envíos han fallado durante demasiado tiempo o la dirección responde que ya no existe. No se le enviará nada más.',
    note: 'Cuando la dirección vuelva a funcionar, active el webhook. Lo que se perdió se puede volver a enviar.',
  },
  domainUnproven: {
    subject: 'Se eliminará el dominio {host} de {tenant}',
    text: 'El registro que demuestra que {host} pertenece a {tenant} ha desaparecido del DNS. Si falta durante tres días, el dominio se elimina y el sitio web deja de responder allí.',
    note: 'Vuelva a crear el registro TXT tal como se muestra junto al dominio y todo seguirá igual.',
  },
  passkeyRemoved: {
    subject: 'Se ha eliminado una clave de acceso',
    text: 'Se ha eliminado una clave de acceso de su cuenta. Nadie puede ya iniciar sesión con ella.',
    note: 'Si no ha sido usted, elija de inmediato una nueva contraseña con «He olvidado mi contraseña».',
  },
  mfaEnabled: {
    subject: 'Se ha activado la verificación en dos pasos',
    text: 'A partir de ahora, para iniciar sesión en su cuenta se pide también un código de una aplicación.',
    note: 'Si no ha sido usted, póngase en contacto con nosotros de inmediato: otra persona tiene abierta su cuenta.',
  },
  mfaDisabled: {
    subject: 'Se ha desactivado la verificación en dos pasos',
    text: 'A partir de ahora, para iniciar sesión en su cuenta basta la contraseña.',
    note: 'Si no ha sido usted, elija de inmediato una nueva contraseña y vuelva a activar la verificación en dos pasos.',
  },
};
