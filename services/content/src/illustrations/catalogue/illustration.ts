/** Whose templates a picture is drawn for; portraits and backdrops are for all. */
export const ILLUSTRATION_GROUPS = [
  'plumbing',
  'it',
  'healthcare',
  'legal',
  'real-estate',
  'automotive',
  'restaurant',
  'retail',
  'portraits',
  'backdrops',
] as const;

/** A picture of the product: `svg/<name>.svg` in the colours of a brand. */
export interface Illustration {
  /** Never changed: published pages refer to it. */
  readonly id: string;
  readonly name: string;
  readonly group: (typeof ILLUSTRATION_GROUPS)[number];
  readonly width: number;
  readonly height: number;
  /** What has to stay in sight when the picture is cropped, in per cent from the top left (`object-position`). */
  readonly focus: { readonly x: number; readonly y: number };
  /** In English. */
  readonly alt: string;
}
