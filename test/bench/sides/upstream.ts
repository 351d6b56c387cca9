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

  stop(): Promise<void> {
    return this.running.stop();
  }
}

let turn = 0;

/** Chooses Pro Santé Connect, says who they are there, and answers what they are asked on the way back. */
export const throughUpstream: Answering = async (browser, page) => {
  const persona = personas[turn++ % personas.length]!;
  let here = await browser.submit(page, '/upstream/psc/start');
  here = await browser.submit(here, 'name="persona"', { persona, means: 'CARD' });
  return here;
};
