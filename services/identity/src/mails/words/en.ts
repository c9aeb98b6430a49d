import { type Words } from './words';

export const en: Words = {
  verifyEmail: {
    subject: 'Confirm your email address',
    text: 'Please confirm that this is your email address.',
    action: 'Confirm the address',
    note: 'The link works once, for 3 days. If you have not asked for this, ignore this email.',
  },
  resetPassword: {
    subject: 'Choose a new password',
    text: 'You can choose a new password now.',
    action: 'Choose a password',
    note: 'The link works once, for one hour. If you have not asked for this, ignore this email: your password stays as it is.',
  },
  invitation: {
    subject: 'Invitation to {tenant}',
    text: '{inviter} invites you to work on the website of {tenant}.',
    action: 'Accept the invitation',
    note: 'The link works once, for 7 days. If you do not know what this is about, ignore this email.',
  },
  emailChanged: {
    subject: 'Your email address was changed',
    text: 'Your account now has the address {email}. This address no longer belongs to it.',
    note: 'If that was not you, reply to nobody who asks for your password, and contact us at once.',
  },
  passwordChanged: {
    subject: 'Your password was changed',
    text: 'The password of your account was changed, and all other devices were signed out.',
    note: 'If that was not you, choose a new password at once with "Forgot password".',
  },
  passkeyAdded: {
    subject: 'A passkey was added',
    text: 'A passkey was added to your account. Whoever has its device can sign in with it.',
    note: 'If that was not you, remove the passkey at once, and choose a new password.',
  },
  webhookDisabled: {
    subject: 'A webhook of {tenant} was disabled',
    text: 'The webhook of {tenant} to {host} was disabled: its deliveries failed for too long, or its address answered that it is gone. Nothing more is sent to it.',
    note: 'When the address works again, make the webhook active. A replay sends what it missed.',
  },
  domainUnproven: {
    subject: 'The domain {host} of {tenant} will be removed',
    text: 'The record that proves that {host} belongs to {tenant} has disappeared from DNS. If it stays away for three days, the domain is removed, and the website no longer answers there.',
    note: 'Set the TXT record again as it is shown with the domain, and everything stays as it is.',
  },
  passkeyRemoved: {
    subject: 'A passkey was removed',
    text: 'A passkey was removed from your account. Nobody can sign in with it any more.',
    note: 'If that was not you, choose a new password at once with "Forgot password".',
  },
  mfaEnabled: {
    subject: 'Two-step login was turned on',
    text: 'From now on, signing in to your account also takes a code from an app.',
    note: 'If that was not you, contact us at once: somebody else is signed in to your account.',
  },
  mfaDisabled: {
    subject: 'Two-step login was turned off',
    text: 'From now on, signing in to your account takes the password alone.',
    note: 'If that was not you, choose a new password at once, and turn two-step login on again.',
  },
};
