import { AskForRole, GRANT_REASONS, ReadCatalogue, type Offer, type OfferedPlace } from '@habilis/access';
import { PolicyInForce } from '@habilis/access/web';
import { Me, shaped } from '@habilis/http';
import { afterFullDays, Clock, Refusal, type Caller } from '@habilis/kernel';
import { Actions, Button, ButtonLink, EmptyState, Field, Form, Notice, Select, type Translate } from '@habilis/pages';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Frame } from './frame.tsx';
import { Names } from './names.ts';
import { Lets, OfferWords, States, Terms } from './offer-view.tsx';

const ADDRESS = '/moi/roles/catalogue';
const roleName = z.string().regex(/^([a-z][a-z0-9-]*:)?[a-z][a-z0-9-]{0,80}$/);
const CatalogueQuery = z.strictObject({ q: z.string().trim().max(100).default('') });
/** What is left unanswered is asked for again on the page, with the rest as it was. */
const AskForm = z.strictObject({
  organisation: z.string().max(80),
  days: z.coerce.number().int().min(1).max(3_660),
  why: z.enum(GRANT_REASONS).or(z.literal('')),
});
type Asked = z.infer<typeof AskForm>;

/** The roles that a person may ask for, what each lets them do, and the form that asks. @fr catalogue des habilitations */
@Controller('moi/roles/catalogue')
export class RoleCatalogueController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(Names) private readonly names: Names,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(ReadCatalogue) private readonly catalogue: ReadCatalogue,
    @Inject(AskForRole) private readonly askForRole: AskForRole,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Me() me: Caller,
    @Query(shaped(CatalogueQuery)) { q }: z.infer<typeof CatalogueQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const t = this.frame.words(request);
    const words = this.words(t);
    const offers = await this.catalogue.of(me.id);
    const found = offers
      .filter((each) => words.found(each, q))
      .sort((one, other) => words.role(one.role.name).localeCompare(words.role(other.role.name), t.language));
    this.frame.show(request, response, {
      title: t('own.catalogue.title'),
      lead: t('own.catalogue.lead'),
      children: (
        <>
          {offers.length === 0 && (
            <EmptyState title={t('own.catalogue.none')}>
              <p>{t('own.catalogue.none-text')}</p>
            </EmptyState>
          )}
          {offers.length > 0 && <Search t={t} q={q} count={found.length} />}
          <ul role="list" className="offers">
            {found.map((each) => (
              <li key={each.role.name}>
                <OfferCard t={t} words={words} offer={each} />
              </li>
            ))}
          </ul>
          <Actions>
            <ButtonLink href="/moi/roles">{t('own.catalogue.back')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  @Get(':role')
  async form(
    @Me() me: Caller,
    @Param('role', shaped(roleName)) role: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.show(request, response, await this.offer(me, role));
  }

  @Post(':role')
  async ask(
    @Me() me: Caller,
    @Param('role', shaped(roleName)) role: string,
    @Body(shaped(AskForm)) form: Asked,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { organisation, days, why } = form;
    if (why === '' || organisation === '') return this.show(request, response.status(422), await this.offer(me, role), { form });
    try {
      await this.askForRole.run(me, { accountId: me.id, role, organisation, until: afterFullDays(this.clock.now(), days), why });
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
      return this.show(request, response.status(409), await this.offer(me, role), { form, refused: this.frame.refusal(request, error) });
    }
    response.redirect(303, '/moi/roles?asked=1');
  }

  /** @throws Refusal `role.unknown` (unknown), also for one that may be asked for nowhere */
  private async offer(me: Caller, role: string): Promise<Offer> {
    const offer = (await this.catalogue.of(me.id)).find((each) => each.role.name === role);
    if (!offer) throw new Refusal('role.unknown', 'unknown', { role });
    return offer;
  }

  private async show(request: Request, response: Response, offer: Offer, tried?: Tried): Promise<void> {
    const t = this.frame.words(request);
    const words = this.words(t);
    const open = offer.places.filter(({ state }) => state.is === 'open');
    this.frame.show(request, response, {
      title: words.role(offer.role.name),
      lead: words.portal(offer),
      refused: tried !== undefined,
      children: (
        <>
          {tried?.refused && <Notice kind="danger">{tried.refused}</Notice>}
          <h2>{t('own.catalogue.lets')}</h2>
          <Lets t={t} role={offer.role} />
          <Terms t={t} words={words} places={offer.places} />
          <States words={words} places={offer.places} />
          {open.length > 0 && <Ask t={t} hidden={this.frame.hidden(request)} words={words} offer={offer} open={open} tried={tried?.form} />}
          <Actions>
            <ButtonLink href={ADDRESS}>{t('own.catalogue.all')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  private words = (t: Translate) => new OfferWords(t, this.policy, this.names);
}

/** A form that was sent, and why nothing came of it; without a sentence, something was left unanswered. */
interface Tried {
  readonly form: Asked;
  readonly refused?: string;
}

function Search({ t, q, count }: { t: Translate; q: string; count: number }) {
  return (
    <form method="get" action={ADDRESS} role="search">
      <Field name="q" type="search" label={t('own.catalogue.search')} defaultValue={q} maxLength={100} optional />
      <Actions>
        <Button kind="secondary">{t('own.catalogue.find')}</Button>
        {q !== '' && <ButtonLink href={ADDRESS}>{t('own.catalogue.all')}</ButtonLink>}
      </Actions>
      <p role="status" className="hint">
        {q !== '' && count === 0 ? t('own.catalogue.not-found', { q }) : t('own.catalogue.found', { count })}
      </p>
    </form>
  );
}

function OfferCard({ t, words, offer }: { t: Translate; words: OfferWords; offer: Offer }) {
  const name = words.role(offer.role.name);
  const open = offer.places.some(({ state }) => state.is === 'open');
  return (
    <>
      <h2>{name}</h2>
      <p className="hint">{words.portal(offer)}</p>
      <Lets t={t} role={offer.role} />
      <Terms t={t} words={words} places={offer.places} />
      <States words={words} places={offer.places} />
      {open && (
        <Actions>
          <ButtonLink href={`${ADDRESS}/${encodeURIComponent(offer.role.name)}`}>{t('own.catalogue.ask', { role: name })}</ButtonLink>
        </Actions>
      )}
    </>
  );
}

interface AskProps {
  readonly t: Translate;
  readonly hidden: Record<string, string>;
  readonly words: OfferWords;
  readonly offer: Offer;
  readonly open: readonly OfferedPlace[];
  readonly tried: Asked | undefined;
}

function Ask({ t, hidden, words, offer, open, tried }: AskProps) {
  const reasons = GRANT_REASONS.map((value) => ({ value, label: t(`own.roles.reason-${value}`) }));
  const places = open.map((each) => ({ value: each.organisation, label: words.place(each) }));
  const place = tried?.organisation || (places.length === 1 ? places[0]!.value : undefined);
  const spans = words.spans(offer.role);
  const missing = (value: string | undefined) => (value === '' ? t('own.catalogue.choose') : undefined);
  return (
    <Form action={`${ADDRESS}/${encodeURIComponent(offer.role.name)}`} hidden={hidden}>
      <h2>{t('own.roles.ask')}</h2>
      <Select
        name="organisation"
        label={t('own.roles.organisation')}
        options={places}
        error={missing(tried?.organisation)}
        {...(place && { defaultValue: place })}
      />
      <Select
        name="days"
        label={t('own.catalogue.how-long')}
        hint={t('own.catalogue.how-long-hint')}
        options={spans}
        defaultValue={String(tried?.days ?? spans.at(-1)!.value)}
      />
      <Select
        name="why"
        label={t('own.roles.why')}
        hint={t('own.catalogue.why-hint')}
        options={reasons}
        error={missing(tried?.why)}
        {...(tried?.why && { defaultValue: tried.why })}
      />
      <Actions>
        <Button kind="primary">{t('own.roles.send')}</Button>
      </Actions>
    </Form>
  );
}
