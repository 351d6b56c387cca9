/**
 * Brings a machine to where the product can run: packages, a Node of the right age, a browser for tests.
 *
 * Plain JavaScript that an old Node can read, because it runs before anything is installed.
 * Every step looks first and does nothing on a second run.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const MARK = path.join(root, 'node_modules/.habilis-installed');

/** Installs the packages of the lock file, unless they are the ones already there. */
export function ensureInstalled() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === lock) return;
  console.log('Installation des dépendances (une à deux minutes la première fois)…');
  must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(MARK, lock);
}

/** The Node that came with the packages; the machine's own where there is none for its platform. */
export function nodeBinary() {
  const own = path.join(root, 'node_modules/.bin/node');
  if (existsSync(own)) return own;
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 24)
    throw new Error(`Habilis demande Node 24 ; cette machine a ${process.version} et aucun paquet « node » pour sa plateforme.`);
  return process.execPath;
}

/** A Chromium for the journeys, by the machine's package manager when there is none. */
export function ensureChromium() {
  if (chromiumPath()) return;
  console.log('Installation de Chromium pour les parcours de test…');
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const packages = ['chromium', 'fonts-dejavu-core'];
  const steps = [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
  ];
  try {
    for (const step of steps) {
      const [command, ...args] = [...sudo, ...step];
      must(command, args, { DEBIAN_FRONTEND: 'noninteractive' });
    }
  } catch {
    throw new Error(
      `Les parcours de test demandent Chromium, et il n’a pas pu être installé.\n` +
        `→ Installez-le : sudo apt-get install ${packages.join(' ')}\n` +
        `→ ou donnez l’adresse d’un Chromium ou Chrome déjà là : CHROMIUM=/chemin/vers/chromium npm test\n` +
        `→ ou lancez les tests sans parcours : npm test -- libs apps test/rules`,
    );
  }
}

/** Where Chromium is, or undefined; `CHROMIUM` names another. */
export function chromiumPath() {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return places.find((place) => place && existsSync(place));
}

function must(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (error || status !== 0) throw new Error(`« ${command} ${args.join(' ')} » a échoué${error ? ` : ${error.message}` : ''}`);
}
