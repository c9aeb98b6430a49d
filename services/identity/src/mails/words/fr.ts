import { type Words } from './words';

export const fr: Words = {
  verifyEmail: {
    subject: 'Confirmez votre adresse e-mail',
    text: 'Veuillez confirmer que cette adresse e-mail est bien la vôtre.',
    action: "Confirmer l'adresse",
    note: "Le lien fonctionne une seule fois, pendant 3 jours. Si vous n'avez rien demandé, ignorez cet e-mail.",
  },
  resetPassword: {
    subject: 'Choisissez un nouveau mot de passe',
    text: 'Vous pouvez maintenant choisir un nouveau mot de passe.',
    action: 'Choisir un mot de passe',
    note: "Le lien fonctionne une seule fois, pendant une heure. Si vous n'avez rien demandé, ignorez cet e-mail : votre mot de passe reste inchangé.",
  },
  invitation: {
    subject: 'Invitation à rejoindre {tenant}',
    text: '{inviter} vous invite à travailler sur le site web de {tenant}.',
    action: "Accepter l'invitation",
    note: 'Le lien fonctionne une seule fois, pendant 7 jours. Si vous ne savez pas de quoi il s’agit, ignorez cet e-mail.',
  },
  emailChanged: {
    subject: 'Votre adresse e-mail a été modifiée',
    text: "Votre compte a maintenant l'adresse {email}. Cette adresse-ci n'y est plus associée.",
    note: "Si ce n'était pas vous, ne donnez votre mot de passe à personne et contactez-nous immédiatement.",
  },
  passwordChanged: {
    subject: 'Votre mot de passe a été modifié',
    text: 'Le mot de passe de votre compte a été modifié et tous les autres appareils ont été déconnectés.',
    note: "Si ce n'était pas vous, choisissez immédiatement un nouveau mot de passe avec « Mot de passe oublié ».",
  },
  passkeyAdded: {
    subject: 'Une clé d’accès a été ajoutée',
    text: 'Une clé d’accès a été ajoutée à votre compte. Quiconque possède son appareil peut se connecter avec elle.',
    note: 'Si ce n’était pas vous, supprimez immédiatement la clé d’accès et choisissez un nouveau mot de passe.',
  },
  webhookDisabled: {
    subject: 'Un webhook de {tenant} a été désactivé',
    text: 'Le webhook de {tenant} vers {host} a été désactivé : ses envois ont échoué trop longtemps, ou l’adresse répond qu’elle n’existe plus. Plus rien n’y est envoyé.',
    note: 'Quand l’adresse fonctionnera de nouveau, réactivez le webhook. Ce qu’il a manqué peut être renvoyé.',
  },
  domainUnproven: {
    subject: 'Le domaine {host} de {tenant} sera retiré',
    text: 'L’enregistrement qui prouve que {host} appartient à {tenant} a disparu du DNS. S’il manque pendant trois jours, le domaine est retiré et le site n’y répond plus.',
    note: 'Recréez l’enregistrement TXT tel qu’il est affiché avec le domaine, et rien ne change.',
  },
  passkeyRemoved: {
    subject: 'Une clé d’accès a été supprimée',
    text: 'Une clé d’accès a été supprimée de votre compte. Plus personne ne peut se connecter avec elle.',
    note: 'Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe avec « Mot de passe oublié ».',
  },
  mfaEnabled: {
    subject: 'La connexion en deux étapes a été activée',
    text: 'La connexion à votre compte demande désormais aussi un code d’une application.',
    note: 'Si ce n’était pas vous, contactez-nous immédiatement : quelqu’un d’autre est connecté à votre compte.',
  },
  mfaDisabled: {
    subject: 'La connexion en deux étapes a été désactivée',
    text: 'La connexion à votre compte ne demande désormais que le mot de passe.',
    note: 'Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe et réactivez la connexion en deux étapes.',
  },
};
