import { type Infer, s } from '@siteninja/schema';

const code = s.describe(
  s.string({ pattern: /^\d{6}$/, must: 'be six digits' }),
  'The code that the authenticator app shows now. Each works once.',
);
const recoveryCode = s.describe(
  s.optional(s.string({ max: 50 })),
  'Instead of a code, for those who have lost their app. Each works once.',
);

/** Either of the two. */
export const proof = s.object({ code: s.optional(code), recoveryCode });
export type Proof = Infer<typeof proof>;

export const mfaSetup = s.named(
  'MfaSetup',
  s.object({
    secret: s.describe(s.string(), 'Base32, to be typed into an authenticator app.'),
    otpauthUrl: s.describe(s.string(), 'The same as a URL, to be shown as a QR code.'),
  }),
);
export const mfaEnabling = s.object({ code });
export const recoveryCodes = s.named(
  'RecoveryCodes',
  s.object({ recoveryCodes: s.describe(s.array(s.string()), 'Shown this once.') }),
);

export const mfaDisabling = s.object({
  password: s.string({ max: 1_000, exact: true }),
  ...proof.fields,
});
export type MfaDisabling = Infer<typeof mfaDisabling>;

export const mfaVerification = s.object({ mfaToken: s.string({ max: 200 }), ...proof.fields });
export type MfaVerification = Infer<typeof mfaVerification>;

export const mfaChallenge = s.named(
  'MfaRequired',
  s.object({
    mfaRequired: s.enum(true),
    mfaToken: s.describe(
      s.string(),
      'For POST /auth/mfa/verify; it lives 5 minutes, and dies after 5 wrong codes.',
    ),
  }),
);
