import type { Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { errors, Provider } from 'oidc-provider';
import { LIFETIME } from '../lifetimes.ts';
import { replayed } from './record-facts.ts';
import { requestMemory, type Exchange } from './request-memory.ts';
import * as statements from './statements.ts';

/** Models that are used up for tokens. */
const EXCHANGED: ReadonlySet<string> = new Set(['AuthorizationCode', 'DeviceCode', 'RefreshToken']);

/** Where a person gets a code. */
const SIGN_IN: ReadonlySet<string> = new Set(['authorization', 'resume']);

/**
 * Codes and refresh tokens, used up in the statement that keeps what they are exchanged for.
 *
 * The engine uses up first and issues after: what it uses up waits here for the last token. When something stops it in between,
 * `settle` uses up alone, as the engine meant.
 */
export class Exchanges {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** @returns false when the record is not one to wait: it is to be used up now */
  begin(model: string, key: string, grantId: string | undefined): boolean {
    const memory = requestMemory();
    if (!memory || !EXCHANGED.has(model) || Provider.ctx?.oidc.route !== 'token') return false;
    memory.exchange = { model, key, grantId, rows: [] };
    return true;
  }

  /**
   * Keeps a token with the exchange under way, once it is the last.
   *
   * @returns false when it comes of no exchange
   * @throws InvalidGrant when what is exchanged was used up before
   */
  async keep(model: string, row: readonly unknown[]): Promise<boolean> {
    const memory = requestMemory();
    const exchange = memory?.exchange;
    if (!memory || !exchange || (model !== 'AccessToken' && model !== 'RefreshToken')) return false;
    exchange.rows.push(row);
    if (model !== lastOf(exchange)) return true;
    memory.exchange = undefined;
    const { model: used, key, rows, grantId } = exchange;
    const issued = await this.db.query(statementOf(exchange), [...this.consuming(used, key), ...rows.flat()]);
    if (issued.length === 0) await this.refuse(used, grantId);
    return true;
  }

  /** Keeps a grant that will be written with its code. @returns false when it is to be written now */
  wait(model: string, row: readonly unknown[]): boolean {
    const memory = requestMemory();
    if (!memory || model !== 'Grant' || !SIGN_IN.has(Provider.ctx?.oidc.route ?? '')) return false;
    memory.granted = row;
    return true;
  }

  /** Writes what waited for something that never came. @param ctx of the request, over by now */
  async settle(ctx: object): Promise<void> {
    const memory = requestMemory(ctx);
    const { exchange, granted } = memory ?? {};
    if (!memory || (!exchange && !granted)) return;
    memory.exchange = memory.granted = undefined;
    if (exchange) await this.consume(exchange.model, exchange.key);
    if (granted) await this.db.query(statements.SAVE, granted);
  }

  /** @returns whether it was there to be used up */
  async consume(model: string, key: string): Promise<boolean> {
    const statement = model === 'RefreshToken' ? statements.CONSUME_AND_KEEP : statements.CONSUME;
    return (await this.db.query(statement, this.consuming(model, key))).length > 0;
  }

  /** What came twice takes its grant along. @throws InvalidGrant always */
  async refuse(model: string, grantId: string | undefined): Promise<never> {
    await replayed(this.db, grantId, model, this.clock.now());
    throw new errors.InvalidGrant('already used');
  }

  private consuming(model: string, key: string): unknown[] {
    const used = [key, this.clock.now()];
    return model === 'RefreshToken' ? [...used, LIFETIME.sessionIdle, LIFETIME.session] : used;
  }
}

/** The engine saves the successor of a refresh token first, and a code's refresh token, if there is one, last. */
function lastOf({ model }: Exchange): string {
  const mayRefresh = Provider.ctx?.oidc.client?.grantTypeAllowed('refresh_token');
  return model !== 'RefreshToken' && mayRefresh ? 'RefreshToken' : 'AccessToken';
}

const statementOf = ({ model, rows }: Exchange) =>
  model === 'RefreshToken' ? statements.ROTATE : statements.REDEEM_CODE[rows.length === 1 ? 0 : 1];
