import { freePorts } from '@habilis/test/ports';
import type { Answering } from './portal.ts';
import { answers, start, type Running } from './process.ts';
import { personas } from './population.ts';
import { programOf } from './program.ts';

/** Pro Santé Connect for the service: the simulator, whose own cost is not counted. */
export class Upstream {
  private constructor(
    private readonly running: Running,
    /** The ports of the seed configuration, and those it has here. */
    readonly ports: ReadonlyMap<string, number>,
  ) {}

  /** @param iamOrigins where sign-ins may return to */
  static async start(iamOrigins: readonly string[]): Promise<Upstream> {
    const [psc, wallet, enrs] = await freePorts(3);
    const running = start(programOf('simulator'), {
      PSC_PORT: String(psc),
      WALLET_PORT: String(wallet),
      ENRS_PORT: String(enrs),
      SIMULATOR_IAM_ORIGINS: iamOrigins.join(','),
    });
    await answers(`http://127.0.0.1:${psc}/simulator/faults`, running);
    return new Upstream(running, new Map([['4401', psc!], ['4402', wallet!], ['4403', enrs!]])); // prettier-ignore
  }

  /** The way to it for who makes it alone, as `config/upstreams/psc.yaml` says it. */
  get bare() {
    const issuer = `http://localhost:${this.ports.get('4401')}/auth/realms/esante-wallet`;
    return { discovery: `${issuer}/.well-known/wallet-openid-configuration`, client: 'habilis', secret: 'habilis-psc-development' };
  }

  stop(): Promise<void> {
    return this.running.stop();
  }
}

let turn = 0;

/** Says who they are at Pro Santé Connect. */
export const answerWallet: Answering = (browser, page) =>
  browser.submit(page, 'name="persona"', { persona: personas[turn++ % personas.length]!, means: 'CARD' });

/** Chooses Pro Santé Connect, and says who they are there. */
export const throughUpstream: Answering = async (browser, page) => answerWallet(browser, await browser.submit(page, '/upstream/psc/start'));
