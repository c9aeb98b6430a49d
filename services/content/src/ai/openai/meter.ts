import { type Work } from '../writer';
import { type Message } from './openai-client';

/** What a credit of the plan is worth, counting what is sent and what comes. */
const TOKENS_PER_CREDIT = 4_000;
/** Of English text; other languages have less. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Counts the tokens of a proposal, and keeps the work's `tokens` and `cost` up to date. While an answer comes, and where the provider does
 * not tell, they are estimated by its length.
 */
export class Meter {
  readonly #work: Work;
  #finished = 0;
  #asked = 0;
  #answered = 0;

  constructor(work: Work) {
    this.#work = work;
  }

  asked(messages: readonly Message[]): void {
    this.#asked = tokensOf(messages.reduce((sum, { content }) => sum + content.length, 0));
    this.#answered = 0;
  }

  received(text: string): void {
    this.#answered += text.length;
    this.#charge(this.#finished + this.#asked + tokensOf(this.#answered));
  }

  /** @param tokens as the provider has counted them */
  finished(tokens: number | undefined): void {
    this.#finished += tokens ?? this.#asked + tokensOf(this.#answered);
    this.#charge(this.#finished);
  }

  #charge(tokens: number): void {
    this.#work.tokens = tokens;
    this.#work.cost = Math.ceil(tokens / TOKENS_PER_CREDIT);
  }
}

function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}
