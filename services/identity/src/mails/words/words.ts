/** What a letter says. `{tenant}`, `{inviter}`, `{email}` and `{host}` stand for what it is about. */
export interface LetterWords {
  readonly subject: string;
  readonly text: string;
  /** The label of its link. */
  readonly action: string;
  readonly note: string;
}

/** A letter that asks for nothing, and so has no link. */
export type NoticeWords = Omit<LetterWords, 'action'>;

/** The words of all letters in one language. */
export interface Words {
  readonly verifyEmail: LetterWords;
  readonly resetPassword: LetterWords;
  readonly invitation: LetterWords;
  readonly emailChanged: NoticeWords;
  readonly passwordChanged: NoticeWords;
  readonly passkeyAdded: NoticeWords;
  readonly webhookDisabled: NoticeWords;
  readonly domainUnproven: NoticeWords;
  readonly passkeyRemoved: NoticeWords;
  readonly mfaEnabled: NoticeWords;
  readonly mfaDisabled: NoticeWords;
}
