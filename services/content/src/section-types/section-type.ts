import { parse, type Fields, type InferFields, type ObjectSchema } from '@siteninja/schema';
import { type Html } from '../markup/html';
import { type SectionContext } from '../markup/site';

type Content = Readonly<Record<string, unknown>>;
type Migration = (content: Content) => Content;

interface Definition<Type extends string, F extends Fields> {
  /** The name in requests and storage; never renamed. */
  readonly type: Type;
  readonly title: string;
  readonly description: string;
  /** Stored content follows it: what is more than a widening is a new version, with a migration. */
  readonly content: ObjectSchema<F>;
  /** Valid content worth showing, without assets. */
  readonly example: InferFields<F>;
  /** `alternating`: the page's two backgrounds alternate from section to section; `own`: the styles set one. */
  readonly background: 'alternating' | 'own';
  /** The fields of the content that only the tenant's own people see. */
  readonly privateFields?: readonly string[];
  /**
   * The first makes content of version 2 of what follows version 1, and so on. They are pure, are given whatever is
   * stored, and stay for ever: what has been published is never rewritten.
   */
  readonly migrations?: readonly Migration[];
  /** Not offered for new sections any more. Those that are there are edited, published and shown as ever. */
  readonly isDeprecated?: boolean;
  /** CSS for this type alone, sent with the pages that use it. */
  readonly styles: string;
}

export interface SectionType<Type extends string = string, F extends Fields = Fields> extends Definition<
  Type,
  F
> {
  /** That of `content`; 1 and up. */
  readonly version: number;
  readonly isDeprecated: boolean;
  /** Content of an older version as the newest has it. Content of the newest, or of a newer one, is left alone. */
  migrate(content: Content, version: number): Content;
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
  const { migrations = [], isDeprecated = false } = definition;
  return {
    ...definition,
    isDeprecated,
    version: 1 + migrations.length,
    migrate: (content, version) =>
      migrations.slice(version - 1).reduce((older, migration) => migration(older), content),
    render(content, context) {
      const result = parse(definition.content, content);
      return 'value' in result ? definition.render(result.value, context) : undefined;
    },
  };
}
