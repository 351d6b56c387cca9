import type { Callers } from '@habilis/access';
import type { AskToJoin } from '@habilis/accounts';
import { Joining } from '@habilis/provider';

/** Asking for a place during a sign-in, in the person's own name and under their own rights. */
export class JoiningAtSignIn extends Joining {
  constructor(
    private readonly callers: Callers,
    private readonly askToJoin: AskToJoin,
  ) {
    super();
  }

  override async ask(accountId: string, organisation: string): Promise<void> {
    await this.askToJoin.run(await this.callers.forAccount(accountId), { organisation });
  }
}
