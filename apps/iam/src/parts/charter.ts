import { AnswerCharter, CharterStore, PublishCharter, ReadCharters, syncCharters, type CharterFile } from '@habilis/charter';
import { PgCharters } from '@habilis/charter/pg';
import { ConsoleChartersController } from '@habilis/charter/web';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

/** Charters, as `config/charters/` publishes them. @throws SettingsError when a published text has changed */
export async function wireCharters({ db, clock }: Ground, files: readonly CharterFile[]) {
  const charters = new PgCharters(db);
  await syncCharters(charters, files, clock);
  return {
    charters,
    controllers: [ConsoleChartersController],
    providers: [
      wired(CharterStore, charters),
      wired(AnswerCharter, new AnswerCharter(charters, clock)),
      wired(ReadCharters, new ReadCharters(charters, clock)),
      wired(PublishCharter, new PublishCharter(charters, clock)),
    ],
  };
}
