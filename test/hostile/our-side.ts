import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Interactions, type Interaction } from '@habilis/federation';
import { BrowserArrivals, type Linking, type Reidentification } from '@habilis/federation/web';
import { Clock, Refusal } from '@habilis/kernel';

/** Adding a way in asks for a session of ours: nobody has one here. */
export const nobodyLinks: Linking = {
  begin: () => Promise.reject(new Refusal('session.required', 'unauthenticated')),
  complete: () => Promise.reject(new Refusal('identity.link-elsewhere', 'forbidden')),
};

/** Nobody has lost every way in. */
export const nobodyIsLost: Reidentification = {
  begin: () => Promise.resolve(),
  complete: () => Promise.reject(new Refusal('session.required', 'unauthenticated')),
};

/** The machine's clock, moved. */
export class MovedClock extends Clock {
  ahead = 0;

  override now(): Date {
    return new Date(Date.now() + this.ahead);
  }
}

/** Every sign-in our own provider has begun, as far as the federation may know. */
export class TestInteractions extends Interactions {
  readonly known = new Map<string, Interaction>();

  override async find(uid: string): Promise<Interaction | undefined> {
    return this.known.get(uid);
  }
}

/** What our provider does with an arrival: takes it, once. */
@Controller('interaction')
export class TestProvider {
  constructor(@Inject(BrowserArrivals) private readonly arrivals: BrowserArrivals) {}

  @Get(':uid/arrived')
  async arrived(@Param('uid') uid: string) {
    return (await this.arrivals.take(uid)) ?? { nobody: true };
  }

  @Get(':uid')
  begin() {
    return { begin: true };
  }
}
