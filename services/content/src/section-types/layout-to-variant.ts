type Content = Readonly<Record<string, unknown>>;

/** From version 1 to 2 of the types whose `variant` was called `layout`. */
export function layoutToVariant({ layout, ...content }: Content): Content {
  return layout === undefined ? content : { ...content, variant: layout };
}
