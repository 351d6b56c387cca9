import { Refusal, type Clock, type Fact } from '@habilis/kernel';
import { SettingsError, type Problem } from '@habilis/settings';
import type { CharterFile } from './charter-files.ts';
import { fingerprint } from './fingerprint.ts';
import type { CharterStore } from './ports.ts';

/**
 * Publishes the versions of the files that are new. Safe to repeat, and from several replicas at once.
 *
 * @throws SettingsError when the text of a published version is no longer the one people answered
 */
export async function syncCharters(charters: CharterStore, files: readonly CharterFile[], clock: Clock): Promise<void> {
  const problems: Problem[] = [];
  for (const { organisation, version, title, body, effective } of files) {
    const sha256 = fingerprint({ title, body });
    const known = await charters.text(organisation, version);
    if (known && known.sha256 !== sha256) {
      problems.push({
        where: `config/charters/${organisation}/${version}.md`,
        line: null,
        path: '',
        wrong: 'le texte d’une version publiée a changé',
        mend: `Rétablissez le texte d’origine, et écrivez le nouveau dans ${version + 1}.md : des personnes ont répondu à l’ancien.`,
      });
    }
    if (!known) await publish(charters, { organisation, version, title, body, sha256, effective }, clock.now());
  }
  if (problems.length > 0) throw new SettingsError(problems);
}

async function publish(charters: CharterStore, file: Omit<CharterFile, 'body'> & { body: string; sha256: string }, at: Date): Promise<void> {
  const { effective, ...text } = file;
  const effectiveAt = effective ?? at;
  const { organisation, version, sha256 } = text;
  const fact: Fact = {
    ...{ what: 'charter.published', on: organisation, by: 'system:operator', at, why: 'new-version', organisation },
    source: 'CGU.objet',
    details: { version, sha256, effectiveAt: effectiveAt.toISOString() },
  };
  try {
    await charters.publish({ ...text, publishedAt: at, effectiveAt }, fact);
  } catch (error) {
    // Another replica that starts now was first.
    if (!(error instanceof Refusal && error.code === 'charter.published')) throw error;
  }
}
