'use strict';
// Preloaded into every process that the benchmark starts: it goes when the benchmark has gone, however that was.
if (process.channel) {
  process.once('disconnect', () => process.exit(1));
  process.channel.unref();
}
