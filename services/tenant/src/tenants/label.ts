import anyAscii from 'any-ascii';

/**
 * A name in small letters, digits and single hyphens, as addresses have it: `Łódź & Co.` becomes `lodz-co`. Empty where
 * nothing of it is left: Chinese characters are left out, because they are read differently in each language.
 */
export function labelFrom(name: string): string {
  const letters = name
    .toLowerCase()
    .normalize('NFKD')
    // Accents of other scripts make other letters, such as й.
    .replace(/(?<=\p{Script=Latin})\p{Mark}+/gu, '')
    .normalize('NFC')
    .replace(/['’ʼ]/g, '');
  return letters
    .split(/[^\p{Letter}\p{Mark}\p{Number}]+|\p{Script=Han}+/u)
    .map((word) =>
      anyAscii(word)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ''),
    )
    .filter((word) => word !== '')
    .join('-');
}
