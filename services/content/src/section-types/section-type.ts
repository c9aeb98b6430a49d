import { parse, type Fields, type InferFields, type ObjectSchema } from '@siteninja/schema';
import { type Html } from '../markup/html';
import { type SectionContext } from '../markup/site';

interface Definition<Type extends string, F extends Fields> {
  /** The name in requests and storage; never renamed. */
  readonly type: Type;
  readonly title: string;
  readonly description: string;
  /** Stored content follows it, so it may only ever be widened: older content must stay valid. */
  readonly content: ObjectSchema<F>;
  /** Valid content worth showing, without assets. */
  readonly example: InferFields<F>;
  /** `alternating`: the page's two backgrounds alternate from section to section; `own`: the styles set one. */
  readonly background: 'alternating' | 'own';
  /** The fields of the content that only the tenant's own people see. */
  readonly privateFields?: readonly string[];
  /** CSS for this type alone, sent with the pages that use it. */
  readonly styles: string;
}

export interface SectionType<Type extends string = string, F extends Fields = Fields> extends Definition<
  Type,
  F
> {
  /**
   * The section's markup, without its `<section>`. Stored content is checked and cleaned again. Undefined where
   * there is nothing to show: the content is not valid, or the tenant has none of the data that the section shows.
   */
  render(content: unknown, context: SectionContext): Html | undefined;
}

/** Completes a section type: its own `render` receives checked content. */
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
