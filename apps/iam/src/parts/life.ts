import { Receipts, ReceiptSeals } from '@habilis/credentials';
import { PgReceipts } from '@habilis/credentials/pg';
import { PauseController } from '../own-pages/pause.controller.tsx';
import { ReceiptDesk } from '../own-pages/receipt-view.tsx';
import { ReceiptsController } from '../own-pages/receipts.controller.tsx';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

/** What becomes of accounts when something is lost, and the proof people keep of what they asked. */
export function wireLife({ db, clock, env, issuer }: Ground) {
  const seals = new ReceiptSeals(env.HABILIS_PEPPER);
  return {
    controllers: [ReceiptsController, PauseController],
    providers: [wired(Receipts, new PgReceipts(db)), wired(ReceiptDesk, new ReceiptDesk(seals, clock, issuer.origin))],
  };
}
