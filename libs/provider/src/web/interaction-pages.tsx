import type { CharterStore } from '@habilis/charter';
import { pageHeaders } from '@habilis/http';
import type { Clock } from '@habilis/kernel';
import { language, renderPage, type Hidden, type Sentences, type Translate } from '@habilis/pages';
import type { Request, Response } from 'express';
import type { ReactElement } from 'react';
import { charterOwed, closedBy } from '../closed-by.ts';
import { ActivityPage } from '../pages/activity-page.tsx';
import { CharterPage } from '../pages/charter-page.tsx';
import { GonePage } from '../pages/gone-page.tsx';
import { SignInPage, type SignInNotice } from '../pages/sign-in-page.tsx';
import { StandingPage, type Place } from '../pages/standing-page.tsx';
import type { Means, People, Standings } from '../ports.ts';
import type { SignInDesk, UnderWay } from '../sign-in-desk.ts';

interface Shown {
  readonly t: Translate;
  readonly underWay: UnderWay;
  readonly organisation: string | undefined;
  readonly hidden: Hidden;
  readonly unread: boolean;
}

/** Draws the page of the step a sign-in is at, from what is true at this instant. */
export class InteractionPages {
  constructor(
    private readonly sentences: Sentences,
    private readonly means: Means,
    private readonly standings: Standings,
    private readonly people: People,
    private readonly charters: Pick<CharterStore, 'text'>,
    private readonly desk: Pick<SignInDesk, 'beginAgain'>,
    private readonly clock: Clock,
  ) {}

  gone(req: Request): string {
    return renderPage(<GonePage t={this.sentences.for(language(req))} />);
  }

  async show(req: Request, res: Response, underWay: UnderWay, { unread = false } = {}): Promise<void> {
    const { portal, interaction } = underWay;
    const organisation = portal.organisation === null ? undefined : await this.people.organisationName(portal.organisation);
    const wanted = interaction.params['ui_locales'];
    const t = this.sentences.for(language(req, typeof wanted === 'string' ? wanted : undefined));
    const shown: Shown = { t, underWay, organisation, unread, hidden: req.csrf ? { csrf: req.csrf } : {} };
    const page = await (underWay.interrupted ? this.interrupted(shown) : this.step(shown));
    // A form's policy holds for the whole way it leads: upstreams and back, then the portal.
    const ways = this.means.offered().flatMap(({ origins = [] }) => origins);
    pageHeaders(res, { formAction: [...portal.redirectUris, ...ways] });
    res
      .status(unread ? 422 : 200)
      .type('html')
      .send(renderPage(page));
  }

  private step(shown: Shown): Promise<ReactElement> {
    const steps = {
      login: () => this.signIn(shown),
      standing: () => this.standing(shown),
      charter: () => this.charter(shown),
      activity: () => this.activity(shown),
    } as const;
    return steps[shown.underWay.prompt]();
  }

  /** Someone whose session is over because of what happened to their account is told so; others begin again. */
  private async interrupted(shown: Shown): Promise<ReactElement> {
    const { accountId, portal } = shown.underWay;
    const standing = accountId ? await this.standings.of(accountId) : undefined;
    if (standing && closedBy(portal, standing, this.clock.now()).length > 0) return this.standing(shown);
    await this.desk.beginAgain(shown.underWay);
    return this.signIn(shown, 'interrupted');
  }

  private async signIn({ t, underWay, organisation, hidden }: Shown, notice = noticeOf(underWay.reasons)): Promise<ReactElement> {
    const { portal, uid, accountId, reasons } = underWay;
    const asked = accountId !== undefined && !underWay.interrupted && reasons.some((each) => RAISED.has(each));
    const raising = asked ? await this.means.raising(accountId, t, { level: reasons.some((each) => LEVELS.has(each)) }) : undefined;
    return <SignInPage {...{ t, portal, organisation, uid, notice, hidden, raising }} means={this.means.offered()} />;
  }

  private async standing({ t, underWay, organisation, hidden }: Shown): Promise<ReactElement> {
    const { portal, uid, accountId } = underWay;
    const standing = accountId ? await this.standings.of(accountId) : undefined;
    const limits = standing
      ? closedBy(portal, standing, this.clock.now())
      : [{ kind: 'stage', stage: 'closed', reach: 'nowhere' } as const];
    const stage = standing?.memberships.find((each) => each.organisation === portal.organisation)?.stage;
    const place: Place = stage === undefined ? 'none' : stage === 'active' ? 'ended' : stage;
    const mayAsk = limits.length > 0 && limits.every(({ kind }) => kind === 'no-membership') && place !== 'requested';
    return <StandingPage {...{ t, portal, organisation, limits, place, mayAsk, uid, hidden }} />;
  }

  private async charter(shown: Shown): Promise<ReactElement> {
    const { t, underWay, hidden, unread } = shown;
    const { portal, uid, accountId } = underWay;
    const standing = accountId ? await this.standings.of(accountId) : undefined;
    const owed = standing && charterOwed(portal, standing, this.clock.now());
    // Accepted in another tab meanwhile: nothing is owed, so the page only goes on.
    if (owed === undefined) {
      return <StandingPage {...{ t, portal, organisation: shown.organisation, uid, hidden }} limits={[]} place="none" mayAsk={false} />;
    }
    const charter = await this.charters.text(owed.organisation, owed.version);
    if (!charter) throw new Error(`charter ${owed.version} of ${owed.organisation} has no text`);
    const organisation = await this.people.organisationName(owed.organisation);
    return <CharterPage {...{ t, portal, organisation, charter, uid, hidden, unread }} />;
  }

  private async activity({ t, underWay, organisation, hidden }: Shown): Promise<ReactElement> {
    const { portal, uid, accountId } = underWay;
    const activities = accountId ? await this.people.activitiesOf(accountId) : [];
    return <ActivityPage {...{ t, portal, organisation, activities, uid, hidden }} />;
  }
}

function noticeOf(reasons: readonly string[]): SignInNotice | undefined {
  if (reasons.some((each) => LEVELS.has(each))) return 'level';
  return reasons.includes('no_session') ? undefined : 'again';
}

/** A level is missing. */
const LEVELS: ReadonlySet<string> = new Set(['acr_required', 'acr_preferred', 'acr_of_role']);
/** Something is missing that can be proved on top of the session. */
const RAISED: ReadonlySet<string> = new Set([...LEVELS, 'max_age']);
