// @ts-check
'use strict';
/**
 * Runs one server (a database, a broker) and ends it when the process that started it is gone: its parent.
 *
 * The parent holds the other end of standard input. However it dies, SIGKILL included, the operating system closes
 * that pipe, and the server gets SIGTERM, after 8 s SIGKILL (at once where nothing is kept). Plain JavaScript because
 * it is started by path, from the sources and from dist alike; its own process because the parent cannot outlive
 * itself.
 *
 * @typedef {object} Job
 * @property {string} command
 * @property {string[]} args
 * @property {string} logFile what the server prints goes here, from the start of the file
 * @property {string} [pidFile] made exclusively: where it exists already, nothing is started
 * @property {string} [temporaryFolder] removed when the server has ended
 * @property {number} parent process id
 * @property {string} [parentCommand] its command line
 */
const { spawn } = require('node:child_process');
const fs = require('node:fs');

/** Exit code for "the pid file exists"; launch.ts knows it too. */
const ALREADY_CLAIMED = 75;
const GRACE_MS = 8000;
/** Of the end of the server's log, for the parent. */
const MAX_LAST_WORDS = 8192;

/** @type {Job} */
const job = JSON.parse(process.argv[2] ?? '{}');
const { pidFile, temporaryFolder } = job;

// What is kept is for its owner alone: the database asks nobody for a password.
if (pidFile !== undefined) process.umask(0o077);
if (pidFile !== undefined && !claim(pidFile)) process.exit(ALREADY_CLAIMED);
const log = fs.openSync(job.logFile, 'w');
// Its own process group: what a start script leaves behind can then be reached as well.
const server = spawn(job.command, job.args, { detached: true, stdio: ['ignore', log, log] });
if (pidFile !== undefined && server.pid !== undefined) recordServer(pidFile, server.pid);

server.on('error', (error) => {
  fs.writeSync(log, `${error.message}\n`);
  leave(127);
});
server.on('exit', (code) => {
  signalServer('SIGKILL');
  leave(code ?? 1);
});

let ending = false;
process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);

function end() {
  if (ending) return;
  ending = true;
  // What keeps nothing needs no time to put it in order.
  signalServer(temporaryFolder === undefined ? 'SIGTERM' : 'SIGKILL');
  setTimeout(() => signalServer('SIGKILL'), GRACE_MS);
}

/** @param {'SIGTERM' | 'SIGKILL'} signal */
function signalServer(signal) {
  if (server.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? server.pid : -server.pid, signal);
  } catch {
    // It has ended already, which is what was wanted.
  }
}

/** @param {number} code */
function leave(code) {
  tellLastWords();
  if (pidFile !== undefined) fs.rmSync(pidFile, { force: true });
  if (temporaryFolder !== undefined)
    fs.rmSync(temporaryFolder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

/** Printed for the parent before the log may go with the temporary folder. */
function tellLastWords() {
  try {
    fs.writeSync(1, fs.readFileSync(job.logFile, 'utf8').slice(-MAX_LAST_WORDS));
  } catch {
    // Nobody listens any more.
  }
}

/**
 * Makes the pid file; false where there is one. Linked, so that of two at once one wins, and nobody meets half a
 * record.
 * @param {string} file
 */
function claim(file) {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, record({}));
  try {
    fs.linkSync(draft, file);
    return true;
  } catch {
    if (fs.existsSync(file)) return false;
    // A file system without links: what is left then is the lock that the storage engine has on its files.
    fs.copyFileSync(draft, file);
    return true;
  } finally {
    fs.rmSync(draft);
  }
}

/**
 * @param {string} file
 * @param {number} pid
 */
function recordServer(file, pid) {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, record({ server: pid }));
  fs.renameSync(draft, file);
}

/** @param {{ server?: number }} extra */
function record(extra) {
  const { parent, parentCommand } = job;
  return JSON.stringify({ parent, parentCommand, supervisor: process.pid, ...extra });
}
