'use strict';
/**
 * Ends what a test has started, and removes its folder, when the test is gone, however it went: the operating
 * system closes its end of the pipe. Gets the folder as its argument, and a process group per line on standard
 * input.
 */
const fs = require('node:fs');

const groups = new Set();
let rest = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) groups.add(Number(line));
});
process.stdin.on('end', () => {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
  fs.rmSync(process.argv[2], { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});
