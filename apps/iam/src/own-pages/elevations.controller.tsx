import { ELEVATION_REASONS, PutOffRole, PutOnRole, ReadElevations, type Wearable } from '@habilis/access';
import { PolicyInForce, reasonsOf } from '@habilis/access/web';
import { STEP_UP_MINUTES } from '@habilis/credentials';
import { Me, shaped } from '@habilis/http';
import { Clock, Refusal, type Caller } from '@habilis/kernel';
import { Actions, Button, ButtonLink, EmptyState, Form, Notice, Select, Time, type Translate } from '@habilis/pages';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { WebSession } from '../session/web-sessions.ts';
import { Frame } from './frame.tsx';
import { Names } from './names.ts';
import { Own } from './signed-in.ts';

const ADDRESS = '/moi/endosser';
const MINUTES = [15, 30, 60, 120, 240, 480] as const;
/** What is left unanswered is asked for again on the page, with the rest as it was. */
const PutOnForm = z.strictObject({
  grant: z
    .string()
    .regex(/^(grant|sgr)-[a-z0-9-]{1,60}$/)
    .or(z.literal('')),
  minutes: z.coerce.number().int().min(1).max(480),
  why: z.enum(ELEVATION_REASONS).or(z.literal('')),
});
type Wanted = z.infer<typeof PutOnForm>;
const PageQuery = z.strictObject({ asked: z.literal('1').optional() });
const NoForm = z.strictObject({});
const elevationId = z.string().regex(/^elv-[a-z0-9]{1,60}$/);

/**
 * Roles put on for a while, after a fresh proof, and put off.
 *
 * @fr endosser un rôle
 * @source CPAM13.5.1
 */
@Controller('moi/endosser')
export class OwnElevationsController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(Names) private readonly names: Names,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(ReadElevations) private readonly elevations: ReadElevations,
    @Inject(PutOnRole) private readonly putOnRole: PutOnRole,
    @Inject(PutOffRole) private readonly putOffRole: PutOffRole,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async ask(
    @Me() me: Caller,
    @Own() session: WebSession,
    @Query(shaped(PageQuery)) { asked }: z.infer<typeof PageQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.show(me, session, request, response, { asked: asked !== undefined });
  }

  private async show(me: Caller, session: WebSession, request: Request, response: Response, { asked, tried }: Around): Promise<void> {
    const t = this.frame.words(request);
    const hidden = this.frame.hidden(request);
    const wearable = await this.elevations.of(me.id);
    const atRest = wearable.filter(({ worn, request: waiting }) => !worn && !waiting);
    const fresh = this.clock.now().getTime() - session.authTime.getTime() < STEP_UP_MINUTES * 60_000;
    this.frame.show(request, response, {
      title: t('elevation.title'),
      lead: t('elevation.lead'),
      refused: tried !== undefined,
      children: (
        <>
          {tried?.refused && <Notice kind="danger">{tried.refused}</Notice>}
          {asked && <Notice kind="success">{t('elevation.asked')}</Notice>}
          {wearable.length === 0 && <EmptyState title={t('elevation.none')} />}
          {wearable.map((each) => each.request && <Requested key={each.grant} t={t} hidden={hidden} name={this.name(t, each)} {...each} />)}
          {atRest.length > 0 && !fresh && <Confirm t={t} />}
          {atRest.length > 0 && fresh && (
            <PutOn t={t} hidden={hidden} roles={atRest} name={(each) => this.name(t, each)} tried={tried?.form} />
          )}
          <Actions>
            <ButtonLink href="/moi/roles">{t('own.roles.title')}</ButtonLink>
            <ButtonLink href="/console/">{t('own.home.console')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  @Post()
  async putOn(
    @Me() me: Caller,
    @Own() session: WebSession,
    @Body(shaped(PutOnForm)) form: Wanted,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { grant, minutes, why } = form;
    if (grant === '' || why === '') return this.show(me, session, request, response.status(422), { tried: { form } });
    try {
      const done = await this.putOnRole.run(me, { grant, minutes, why }, { acr: session.acr, at: session.authTime });
      response.redirect(303, 'askedAt' in done ? `${ADDRESS}?asked=1` : ADDRESS);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'step-up.needed') return response.redirect(303, confirmAt(String(error.details['acr_values'] ?? '')));
      if (error.kind !== 'invalid' && error.kind !== 'conflict') throw error;
      await this.show(me, session, request, response.status(409), { tried: { form, refused: this.frame.refusal(request, error) } });
    }
  }

  @Post(':id/quitter')
  async putOff(
    @Me() me: Caller,
    @Param('id', shaped(elevationId)) id: string,
    @Body(shaped(NoForm)) _form: z.infer<typeof NoForm>,
    @Res() response: Response,
  ): Promise<void> {
    await this.putOffRole.run(me, id);
    response.redirect(303, ADDRESS);
  }

  private name(t: Translate, { role, organisation }: Pick<Wearable, 'role' | 'organisation'>): string {
    return `${this.policy.roles.get(role)?.[t.language] ?? role}, ${this.names.organisation(organisation)}`;
  }
}

/** Why the page is shown: something was asked for, or a form was sent and nothing came of it. */
interface Around {
  readonly asked?: boolean;
  readonly tried?: { readonly form: Wanted; readonly refused?: string };
}

/** Where one proves who one is, as surely as the role asks. */
const confirmAt = (level = '') =>
  `/session/sign-in?for=own&return=${ADDRESS}&confirm=${level === 'urn:habilis:acr:two-factor' ? 'two-factor' : 'recent'}`;

function Confirm({ t }: { t: Translate }) {
  return (
    <>
      <p>{t('elevation.confirm')}</p>
      <Actions>
        <ButtonLink kind="primary" href={confirmAt()}>
          {t('own.closure.sign-in-again')}
        </ButtonLink>
      </Actions>
    </>
  );
}

interface PutOnProps {
  readonly t: Translate;
  readonly hidden: Record<string, string>;
  readonly roles: readonly Wearable[];
  readonly name: (role: Wearable) => string;
  readonly tried: Wanted | undefined;
}

function PutOn({ t, hidden, roles, name, tried }: PutOnProps) {
  const most = Math.max(...roles.map(({ minutes }) => minutes));
  const options = roles.map((each) => ({
    value: each.grant,
    label: `${name(each)}${each.approved ? ` (${t('elevation.approved')})` : ''}`,
  }));
  const grant = tried?.grant || (options.length === 1 ? options[0]!.value : undefined);
  return (
    <Form action={ADDRESS} hidden={hidden}>
      <Select
        name="grant"
        label={t('own.roles.role')}
        options={options}
        error={tried?.grant === '' ? t('own.catalogue.choose') : undefined}
        {...(grant && { defaultValue: grant })}
      />
      <Select
        name="minutes"
        label={t('elevation.for')}
        defaultValue={String(tried?.minutes ?? MINUTES[0])}
        options={MINUTES.filter((each) => each <= most).map((each) => ({
          value: String(each),
          label: t('elevation.minutes', { count: each }),
        }))}
      />
      <Select
        name="why"
        label={t('own.roles.why')}
        hint={t('elevation.why-hint')}
        options={reasonsOf('elevation', t.language)}
        error={tried?.why === '' ? t('own.catalogue.choose') : undefined}
        {...(tried?.why && { defaultValue: tried.why })}
      />
      <Actions>
        <Button kind="primary">{t('elevation.put-on')}</Button>
      </Actions>
    </Form>
  );
}

/** What somebody still has to agree to, or has agreed to. */
function Requested({ t, hidden, name, grant, request }: Wearable & Pick<PutOnProps, 't' | 'hidden'> & { name: string }) {
  const { state, until, minutes, why } = request!;
  const reason = reasonsOf('elevation', t.language).find(({ value }) => value === why)!.label;
  return (
    <Notice kind={state === 'agreed' ? 'success' : 'info'} title={name}>
      <p>
        {t(`elevation.${state}`)} <Time at={until} />
      </p>
      <p>{t('elevation.asked-why', { reason })}</p>
      {state === 'agreed' && (
        <Form action={ADDRESS} hidden={{ ...hidden, grant, minutes: String(minutes), why }}>
          <Button kind="primary">{t('elevation.put-on-now', { count: minutes })}</Button>
        </Form>
      )}
    </Notice>
  );
}
