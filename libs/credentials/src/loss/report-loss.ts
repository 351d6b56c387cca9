import { newId, parisDay, Refusal, type Clock } from '@habilis/kernel';
import { meansHeld, type AccountSafety, type MeansHolds, type ProvedLoss } from './loss.ts';
import type { Receipt, Receipts } from '../receipt/receipt.ts';

/**
 * Shuts what was lost, at once and everywhere, for someone who has shown that they control it.
 *
 * Asked for a kind the person has nothing of, it shuts the whole account: better too much than the wrong thing.
 *
 * @fr signalement de perte, de vol ou de compromission
 * @source CPTS.3
 */
export class ReportLoss {
  constructor(
    private readonly means: MeansHolds,
    private readonly safety: AccountSafety,
    private readonly receipts: Receipts,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the receipt; the one given before when it was all shut already
   * @throws Refusal `account.not-open` (conflict): nobody signs in with it anyway
   */
  async run(loss: ProvedLoss): Promise<Receipt> {
    const number = (await this.holdMeans(loss)) ?? (await this.safety.secure(loss.account, loss));
    await this.safety.endEverything(loss.account);
    const receipt = number ? await this.receipts.find(number) : await this.before(loss.account);
    if (!receipt) throw new Refusal('receipt.unknown', 'unknown');
    return receipt;
  }

  private async holdMeans(loss: ProvedLoss): Promise<string | undefined> {
    const { account, what, factor = null } = loss;
    if (what === 'account') return undefined;
    const at = this.clock.now();
    const number = `BL-${parisDay(at)}-${newId('cpt').slice(4, 12)}`;
    const held = await this.means.hold({ next: { account, kind: what, factor }, fact: meansHeld(loss, number, at) });
    return held ? number : undefined;
  }

  private async before(account: string): Promise<Receipt | undefined> {
    return (await this.receipts.of(account)).find(({ kind }) => kind === 'hold.compromise');
  }
}
