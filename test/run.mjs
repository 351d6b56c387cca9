/**
 * Runs the tests: all of them, or the paths given. What begins with a dash is Jest's: `npm test -- --bail -t reach`.
 *
 * Installs what a fresh machine lacks, then hands over to Jest under the project's own Node. The last line is
 * `N passed, N failed`, counted from Jest's own report; a run that ends without one has failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildConsole, buildServers, bundleService } from '../apps/stack/build.mjs';
import { ensureChromium, ensureInstalled, nodeBinary, root } from '../apps/stack/setup.mjs';

const TAKES_A_VALUE = /^(-t|-c|-w|--testNamePattern|--testPathIgnorePatterns|--maxWorkers|--selectProjects)$/;

/** Specs that need neither a browser nor the product built: they look at sources. All others may. */
const PARTS = /^(libs|apps)\/|^test\/(rules|provider|hostile|guard)\b/;

const asked = process.argv.slice(2);
const paths = asked.filter((each, i) => !each.startsWith('-') && !TAKES_A_VALUE.test(asked[i - 1] ?? ''));
const folder = mkdtempSync(path.join(os.tmpdir(), 'habilis-report-'));
const report = path.join(folder, 'jest.json');

let outcome = { passed: 0, failed: 1, code: 1 };
try {
  ensureInstalled();
  if (paths.length === 0 || !paths.every((each) => PARTS.test(each))) {
    ensureChromium();
    buildServers();
    bundleService();
    buildConsole();
  }
  outcome = run();
} catch (error) {
  console.error(`\n${error.message}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${outcome.passed} passed, ${outcome.failed} failed`);
process.exit(outcome.code);

function run() {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = [path.join(root, 'node_modules/jest/bin/jest.js'), '--config', path.join(root, 'test/jest.config.mjs')];
  const args = [...flags, ...jest, '--json', '--outputFile', report, ...asked];
  const { status, signal } = spawnSync(nodeBinary(), args, { cwd: root, stdio: 'inherit' });

  const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites } = readReport();
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  if (status === 0 && failed === 0) return { passed, failed, code: 0 };
  if (failed > 0) return { passed, failed, code: 1 };
  console.error(`\nJest ended with ${signal ?? `code ${status}`} though no test failed.\n`);
  return { passed, failed: 1, code: 1 };
}

/** Counts of the tests, of the suites that could not even be read, and of a run cut before its report. */
function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
  }
}
