import { type Dirent } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@siteninja/core';

/**
 * Removes what a folder of temporary files has had for longer, such as what a killed process has left. Files bear the
 * machine's time, also where the product's clock has been moved.
 * @param isOurs which entries of the folder are temporary files of ours, or folders of them
 */
export async function sweepFolder(
  folder: string,
  olderThanMs: number,
  isOurs: (entry: Dirent) => boolean,
): Promise<void> {
  const before = systemClock.now().getTime() - olderThanMs;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter(isOurs)) {
    const path = join(folder, entry.name);
    const facts = await stat(path).catch(() => undefined);
    if (facts && facts.mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}
