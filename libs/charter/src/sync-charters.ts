import { Refusal, type Clock } from '@habilis/kernel';
import { SettingsError, type Problem } from '@habilis/settings';
import type { CharterFile } from './charter-files.ts';
import type { CharterText } from './charter.ts';
import { fingerprint } from './fingerprint.ts';
import type { CharterStore } from './ports.ts';
import { publication } from './publish-charter.ts';

/**
 * Publishes the versions of the files that are new. Safe to repeat, and from several replicas at once.
 *
 * @throws SettingsError when a published version no longer says what people answered to, or when its organisation
 *   is not in the files
 */
export async function syncCharters(charters: CharterStore, files: readonly CharterFile[], clock: Clock): Promise<void> {
  const problems: Problem[] = [];
  for (const file of files) {
    const known = await charters.text(file.organisation, file.version);
    const wrong = known ? altered(file, known) : await published(charters, file, clock.now());
    if (wrong) problems.push({ where: `config/charters/${file.organisation}/${file.version}.md`, line: null, path: '', ...wrong });
  }
  if (problems.length > 0) throw new SettingsError(problems);
}

type Wrong = Pick<Problem, 'wrong' | 'mend'>;

function altered({ version, effective, ...file }: CharterFile, known: CharterText): Wrong | undefined {
  const again = `écrivez le nouveau dans ${version + 1}.md : des personnes ont pu répondre à l’ancien.`;
  if (fingerprint(file) !== known.sha256)
    return { wrong: 'le texte d’une version publiée a changé', mend: `Rétablissez le texte d’origine et ${again}` };
  if (effective === undefined || effective.getTime() === known.effectiveAt.getTime()) return undefined;
  const mend = `Rétablissez ${known.effectiveAt.toISOString()}, ou publiez une version suivante.`;
  return { wrong: 'la date d’effet d’une version publiée a changé', mend };
}

async function published(charters: CharterStore, { effective, ...file }: CharterFile, at: Date): Promise<Wrong | undefined> {
  const text = { ...file, sha256: fingerprint(file), publishedAt: at, effectiveAt: effective ?? at };
  try {
    await charters.publish(text, publication(text, 'system:operator'));
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Another replica that starts now was first.
    if (error.code === 'charter.published') return undefined;
    return {
      wrong: `l’organisation ${file.organisation} n’existe pas`,
      mend: `Créez config/organisations/${file.organisation}.yaml, ou corrigez le nom du dossier.`,
    };
  }
}
