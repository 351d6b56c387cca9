import { Refusal } from '@habilis/kernel';
import { Upstream, type UpstreamOptions } from './upstream.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** One way of signing in, as the sign-in page offers it. */
export interface OfferedMeans {
  readonly id: string;
  readonly label: string;
  readonly logo?: string;
  /** Where the form that chooses it posts. */
  readonly action: string;
  /** Where the form of this means may lead the browser: for `form-action`. */
  readonly origins: readonly string[];
}

/** Every upstream of the configuration, in the order in which people are offered them. */
export class Upstreams {
  readonly #all: ReadonlyMap<string, Upstream>;

  constructor(settings: ReadonlyMap<string, UpstreamSettings>, options: UpstreamOptions) {
    this.#all = new Map(
      [...settings].sort(([, one], [, other]) => one.place - other.place).map(([id, each]) => [id, new Upstream(id, each, options)]),
    );
  }

  /** @throws Refusal `upstream.unknown` (unknown) */
  get(id: string): Upstream {
    const found = this.#all.get(id);
    if (!found) throw new Refusal('upstream.unknown', 'unknown');
    return found;
  }

  all(): readonly Upstream[] {
    return [...this.#all.values()];
  }

  offered(): readonly OfferedMeans[] {
    return this.all().map(({ id, settings: { label, logo }, origins }) => ({
      id,
      label,
      ...(logo && { logo }),
      action: `/upstream/${id}/start`,
      origins,
    }));
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((each) => each.close()));
  }
}
