import { FAULTS, startSimulator, type FaultId, type Simulator } from './index.ts';
import { logoutReceiver, transcript, type LogoutReceiver } from './testing/transcript.ts';

/** Time stands still, so that two honest sign-ins look the same on the wire. */
const NOW = Date.parse('2026-03-02T09:00:00Z');

let simulator: Simulator;
let receiver: LogoutReceiver;
const honest = new Map<string, string>();

beforeAll(async () => {
  receiver = await logoutReceiver();
  simulator = await startSimulator({ clock: () => NOW, iamOrigins: [receiver.origin] });
  for await (const [step, seen] of transcript(simulator.psc, receiver, 5_000)) honest.set(step, JSON.stringify(seen));
});
afterAll(async () => {
  await simulator.stop();
  receiver.stop();
});
afterEach(() => simulator.clearFaults());

const upstreamFaults = FAULTS.filter((fault) => fault.by === 'upstream' && fault.hop !== 'tls');
/** Where a fault about the person first shows. */
const SHOWS: Partial<Record<string, readonly string[]>> = { identity: ['id_token', 'userinfo'] };

describe('the catalogue of hostile behaviours', () => {
  it('covers the 42 numbers', () => {
    expect([...new Set(FAULTS.map((fault) => fault.number))]).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
  });

  it('gives each behaviour its own name', () => {
    expect(new Set(FAULTS.map((fault) => fault.id)).size).toBe(FAULTS.length);
  });

  it('says what the test must do when the simulator cannot do it', () => {
    const lone = FAULTS.find((fault) => fault.by === 'browser')!;
    expect(() => simulator.setFault({ fault: lone.id })).toThrow('is done by the test');
  });
});

/** The first hop that differs from an honest sign-in; time is short for who never answers. */
async function firstDifference(fault?: FaultId): Promise<string | undefined> {
  const patienceMs = fault?.endsWith('-timeout') ? 200 : 5_000;
  for await (const [step, seen] of transcript(simulator.psc, receiver, patienceMs))
    if (JSON.stringify(seen) !== honest.get(step)) return step;
  return undefined;
}

describe('two honest sign-ins', () => {
  it('look the same', async () => {
    expect(await firstDifference()).toBeUndefined();
    expect([...honest.keys()]).toHaveLength(10);
  });
});

describe('a hostile behaviour shows at the hop it names, and nothing is wrong before', () => {
  it.each(upstreamFaults.map(({ number, id, hop }) => [number, id, hop] as [number, FaultId, string]))(
    '%i %s at %s',
    async (_, fault, hop) => {
      simulator.setFault({ fault });
      expect(SHOWS[hop] ?? [hop]).toContain(await firstDifference(fault));
    },
  );
});

describe('a hop that fails', () => {
  const outcome = async (fault: FaultId) => {
    simulator.setFault({ fault });
    try {
      const answer = await fetch(simulator.psc.discoveryUrl, { signal: AbortSignal.timeout(200) });
      return [answer.status, await answer.json().catch((error: Error) => error.name)];
    } catch (error) {
      return ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (error as Error).name;
    }
  };

  it.each([
    ['network-discovery-timeout', 'TimeoutError'],
    ['network-discovery-reset', 'ECONNRESET'],
    ['network-discovery-unavailable', [503, 'SyntaxError']],
    ['network-discovery-half', [200, 'TypeError']],
  ] as const)('%s', async (fault, expected) => {
    expect(await outcome(fault)).toEqual(expected);
  });
});
