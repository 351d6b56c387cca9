import { OwnPages } from '@habilis/credentials/web';
import type { Policy } from '@habilis/access';
import type { Organisation } from '@habilis/accounts';
import type { Means, Portals, SessionEnding } from '@habilis/provider';
import { AccountController } from '../own-pages/account.controller.tsx';
import { ActivityController } from '../own-pages/activity.controller.tsx';
import { ChartersController } from '../own-pages/charters.controller.tsx';
import { ClosureController } from '../own-pages/closure.controller.tsx';
import { OwnElevationsController } from '../own-pages/elevations.controller.tsx';
import { Frame } from '../own-pages/frame.tsx';
import { HomeController } from '../own-pages/home.controller.tsx';
import { Names } from '../own-pages/names.ts';
import { RoleCatalogueController } from '../own-pages/role-catalogue.controller.tsx';
import { RolesController } from '../own-pages/roles.controller.tsx';
import { SecurityPages } from '../own-pages/security-pages.ts';
import { SessionsController } from '../own-pages/sessions.controller.tsx';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

interface Around {
  readonly policy: Policy;
  readonly organisations: readonly Organisation[];
  readonly portals: Portals;
  readonly means: Means;
  readonly sessions: SessionEnding;
}

/** The front door and the person's own pages. */
export function wireOwnPages({ sentences, issuer, clock }: Ground, { policy, organisations, portals, means, sessions }: Around) {
  const named = means.offered().map(({ id, label }) => ({ id, name: label }));
  const names = new Names(organisations, portals.all(), named);
  const frame = new Frame(sentences, issuer, clock, names, policy);
  return {
    controllers: [
      HomeController,
      AccountController,
      SessionsController,
      ChartersController,
      ActivityController,
      RoleCatalogueController,
      RolesController,
      OwnElevationsController,
      ClosureController,
    ],
    providers: [wired(Frame, frame), wired(OwnPages, new SecurityPages(frame, sessions)), wired(Names, names)],
  };
}
