import { parse, type Fields, type InferFields, type ObjectSchema } from '@siteninja/schema';
import { type Html } from '../markup/html';
import { type SectionContext } from '../markup/site';

interface Definition<Type extends string, F extends Fields> {
  /** The name clients send; never renamed. */
  readonly type: Type;
  readonly title: string;
  readonly description: string;
  /** What stored content follows. It may only ever be widened: older content must stay valid. */
  readonly content: ObjectSchema<F>;
  /** Valid content worth showing, without assets. */
  readonly example: InferFields<F>;
  /** Sections on the page's own grounds take turns; others bring theirs. */
  readonly ground: 'alternating' | 'own';
  /** CSS of this type alone, sent with the pages that use it. */
  readonly styles: string;
}

export interface SectionType<Type extends string = string, F extends Fields = Fields> extends Definition<
  Type,
  F
> {
  /**
   * The section's markup, without its `<section>`. Undefined where there is nothing to show: the content is
   * not valid for its type (whatever was stored, it is checked and cleaned again), or the tenant has no data
   * that the section is about.
   */
  render(content: unknown, context: SectionContext): Html | undefined;
}

/** Completes a section type: its `render` gets content that was checked. */
export function sectionType<const Type extends string, F extends Fields>(
  definition: Definition<Type, F> & {
    readonly render: (content: InferFields<F>, context: SectionContext) => Html | undefined;
  },
): SectionType<Type, F> {
  return {
    ...definition,
    render(content, context) {
      const result = parse(definition.content, content);
      return 'value' in result ? definition.render(result.value, context) : undefined;
    },
  };
}
