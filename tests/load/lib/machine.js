'use strict';
const { execFileSync, spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const os = require('node:os');

const TICKS_PER_SECOND = 100;

/**
 * User and system time of a process so far, in microseconds.
 * @param {number} pid
 */
function cpuOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold spaces; utime and stime are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1e6;
}

/**
 * Makes sure that all that the measurement takes is here.
 * @param {(line: string) => void} say @param {boolean} needsWrk @throws a sentence for what is missing, and how to get it
 */
function requireTools(say, needsWrk) {
  if (process.platform !== 'linux')
    throw new Error('The benchmark reads /proc and pins processes: it needs Linux.');
  if (os.cpus().length < 2)
    throw new Error('The benchmark needs two cores: one for the server, one for the load.');
  if (!isOnPath('taskset')) throw new Error('taskset is missing: it is in the package util-linux.');
  if (!needsWrk || isOnPath('wrk')) return;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    say('wrk is missing: apt-get install wrk');
    spawnSync('apt-get', ['install', '--yes', '--quiet', 'wrk'], { stdio: 'ignore' });
  }
  if (!isOnPath('wrk')) {
    throw new Error(
      'wrk is missing. Debian, Ubuntu: apt-get install wrk; macOS: brew install wrk; else github.com/wg/wrk.',
    );
  }
}

/** @param {string} command */
function isOnPath(command) {
  return spawnSync('which', [command], { stdio: 'ignore' }).status === 0;
}

/** What the figures depend on. */
function machineFacts() {
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const [{ model }] = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  return {
    machine: `${os.cpus().length} × ${model}, ${gigabytes} GB, Linux ${os.release()}`,
    'load before': os
      .loadavg()
      .map((load) => load.toFixed(1))
      .join(' '),
    node: process.version,
    commit: `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') ? ' with changes' : ''}`,
  };
}

module.exports = { cpuOf, requireTools, machineFacts };
