'use strict';
// `npm run dev`: `npm start` that compiles and restarts whenever a source file changes.
const { join } = require('node:path');
const { concurrently } = require('concurrently');
const { build, requireNode } = require('./build');

requireNode();
build().then(() => {
  const { result } = concurrently(
    [
      { name: 'types', command: 'tsc -b --watch --preserveWatchOutput' },
      { name: 'product', command: 'node --watch --watch-preserve-output deploy/local/dist/dev.js' },
    ],
    // The product stops its database at Ctrl-C, which takes some seconds.
    { cwd: join(__dirname, '..', '..'), killOthersOn: ['failure', 'success'], killTimeout: 15_000 },
  );
  result.then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
