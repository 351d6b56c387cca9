import { rmSync } from 'node:fs';
import { freePorts } from '@habilis/test/ports';
import { BenchPostgres } from './measure/postgres.ts';
import { closeBrowsers } from './sides/browser.ts';
import { benchConfiguration } from './sides/configuration.ts';
import { startHabilis, type Habilis } from './sides/habilis.ts';
import { startYardstick } from './sides/r.ts';
import type { Subject } from './sides/subject.ts';
import { Upstream } from './sides/upstream.ts';

export const FEW = 1_000;
export const MANY = 100_000;
export const MILLION = 1_000_000;
const SIGNED_IN = { few: 800, many: 4_000 };

/** Everything a run measures, started when it is first asked for. */
export class Place {
  readonly #stops: (() => Promise<void>)[] = [];
  readonly #started = new Map<string, Promise<unknown>>();

  private constructor(
    readonly postgres: BenchPostgres,
    private readonly ports: {
      readonly few: number;
      readonly many: number;
      readonly million: number;
      readonly yardstick: number;
      readonly afar: number;
    },
    readonly config: string,
    private readonly upstream: Upstream,
  ) {}

  static async open(): Promise<Place> {
    const postgres = await BenchPostgres.start();
    const [few, many, million, yardstick, afar] = (await freePorts(5)) as [number, number, number, number, number];
    const upstream = await Upstream.start([few, many, million, afar].map((port) => `http://localhost:${port}`));
    const place = new Place(postgres, { few, many, million, yardstick, afar }, benchConfiguration(upstream.ports), upstream);
    place.#stops.push(
      () => postgres.stop(),
      () => upstream.stop(),
      async () => rmSync(place.config, { recursive: true, force: true }),
      closeBrowsers,
    );
    return place;
  }

  yardstick(): Promise<Subject> {
    const port = this.ports.yardstick;
    return this.once('R', () => startYardstick(this.postgres, { name: 'R', database: 'yardstick', port, signedIn: SIGNED_IN.few }));
  }

  /** The yardstick again, whose people prove who they are at the same upstream as the service's. */
  yardstickAfar(): Promise<Subject> {
    const [port, upstream] = [this.ports.afar, this.upstream.bare];
    return this.once('R + PSC', () => startYardstick(this.postgres, { name: 'R + PSC', database: 'afar', port, signedIn: 0, upstream }));
  }

  /** The service, with a thousand accounts. */
  habilis(): Promise<Habilis> {
    const { config, ports } = this;
    return this.once('few', () =>
      startHabilis(this.postgres, { name: 'Habilis', database: 'few', accounts: FEW, signedIn: SIGNED_IN.few, port: ports.few, config }),
    );
  }

  /** Another process of the service, on a database of a hundred thousand accounts. */
  crowded(): Promise<Habilis> {
    const { config, ports } = this;
    return this.once('many', () =>
      startHabilis(this.postgres, {
        name: 'crowded',
        database: 'many',
        accounts: MANY,
        signedIn: SIGNED_IN.many,
        port: ports.many,
        config,
      }),
    );
  }

  /** Another, of a million accounts: for what is asked by name, as filling it takes minutes. */
  million(): Promise<Habilis> {
    const { config, ports } = this;
    return this.once('million', () =>
      startHabilis(this.postgres, { name: 'a million', database: 'million', accounts: MILLION, signedIn: 0, port: ports.million, config }),
    );
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.reverse()) await stop().catch((error: unknown) => console.error(error));
  }

  private once<T extends { stop(): Promise<void> }>(name: string, start: () => Promise<T>): Promise<T> {
    const known = this.#started.get(name) as Promise<T> | undefined;
    const starting = known ?? this.start(start);
    this.#started.set(name, starting);
    return starting;
  }

  private async start<T extends { stop(): Promise<void> }>(start: () => Promise<T>): Promise<T> {
    const started = await start();
    this.#stops.push(() => started.stop());
    await this.postgres.settle();
    return started;
  }
}
