/**
 * Runs the tests: all of them, or the paths given.
 *
 * Installs what a fresh machine lacks, then hands over to Jest under the project's own Node.
 * The last line is `N passed, N failed`, counted from Jest's report.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureChromium, ensureInstalled, nodeBinary, root } from '../apps/stack/setup.mjs';

const paths = process.argv.slice(2);
ensureInstalled();
if (paths.length === 0 || paths.some((each) => each.includes('journeys'))) ensureChromium();

const report = path.join(mkdtempSync(path.join(os.tmpdir(), 'habilis-report-')), 'jest.json');
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const args = [...flags, jest, '--config', path.join(root, 'test/jest.config.mjs'), '--json', '--outputFile', report, ...paths];
const { status } = spawnSync(nodeBinary(), args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });

const { numPassedTests = 0, numFailedTests = 1, numRuntimeErrorTestSuites = 0 } = readReport();
console.log(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`);
process.exit(status ?? 1);

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return {};
  }
}
