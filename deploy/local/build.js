'use strict';
const { spawn } = require('node:child_process');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const NEEDED = [20, 19];

/** Says at once, in a sentence, what would fail later in a stack trace. */
function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  console.error(`SiteNinja needs Node.js ${NEEDED.join('.')} or later; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Compiles what has changed, telling of it on standard error. Ends the process with the compiler's own words where that fails. */
function build() {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const started = Date.now();
  const child = spawn(process.execPath, [compiler, '-b'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  const progress = setInterval(() => {
    console.error(`Compiling … ${Math.round((Date.now() - started) / 1000)} s`);
  }, 2000);
  return new Promise((resolve) => {
    child.on('exit', (code) => {
      clearInterval(progress);
      if (code !== 0) process.exit(code ?? 1);
      resolve();
    });
  });
}

module.exports = { build, requireNode };
