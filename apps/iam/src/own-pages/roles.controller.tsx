import { covers, Holdings, nextStep, requestState, RoleRequests, WithdrawRoleRequest, type RoleRequest } from '@habilis/access';
import { PolicyInForce } from '@habilis/access/web';
import { Me, shaped } from '@habilis/http';
import { Clock, type Caller } from '@habilis/kernel';
import { Actions, Badge, Button, ButtonLink, EmptyState, Form, Notice, parisDate, Time, type Translate } from '@habilis/pages';
import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Frame } from './frame.tsx';
import { Names } from './names.ts';

const RolesQuery = z.strictObject({ asked: z.literal('1').optional() });
const requestId = z.string().regex(/^req-[a-z0-9-]{1,60}$/);
const LOOK = { waiting: 'warning', granted: 'success', refused: 'danger', withdrawn: 'info', expired: 'info' } as const;

/** The roles a person holds, by themselves or through a structure, and what became of those they asked for. @source CPAM13.6.3 */
@Controller('moi/roles')
export class RolesController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(Names) private readonly names: Names,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(Holdings) private readonly holdings: Holdings,
    @Inject(RoleRequests) private readonly requests: RoleRequests,
    @Inject(WithdrawRoleRequest) private readonly withdrawRequest: WithdrawRoleRequest,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Me() me: Caller,
    @Query(shaped(RolesQuery)) { asked }: z.infer<typeof RolesQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const t = this.frame.words(request);
    const hidden = this.frame.hidden(request);
    const now = this.clock.now();
    const [holdings, requests] = await Promise.all([this.holdings.read([me.id]), this.requests.of(me.id)]);
    const held = (holdings.get(me.id)?.grants ?? []).filter((each) => covers({ ...each, revokedAt: null }, now));
    this.frame.show(request, response, {
      title: t('own.roles.title'),
      lead: t('own.roles.lead'),
      children: (
        <>
          {asked && <Notice kind="success">{t('own.roles.asked')}</Notice>}
          <h2>{t('own.roles.held')}</h2>
          {held.length === 0 && (
            <EmptyState title={t('own.roles.none')}>
              <p>{t('own.roles.none-text')}</p>
            </EmptyState>
          )}
          <ul>
            {held.map(({ id, role, organisation, until, members }) => (
              <li key={id}>
                {this.role(t, role)}, {this.names.organisation(organisation)}
                {members && `, ${t('own.roles.as-member', { structure: this.names.organisation(members) })}`}
                {until && (
                  <>
                    {' '}
                    {t('own.roles.until')} <Time at={until} />
                  </>
                )}
              </li>
            ))}
          </ul>
          <Actions>
            {held.some(({ role }) => this.policy.implied.putOn.includes(role)) && (
              <ButtonLink kind="primary" href="/moi/endosser">
                {t('elevation.title')}
              </ButtonLink>
            )}
            <ButtonLink href="/moi/roles/catalogue">{t('own.catalogue.title')}</ButtonLink>
          </Actions>
          <h2>{t('own.roles.requests')}</h2>
          {requests.length === 0 && (
            <EmptyState title={t('own.roles.no-request')}>
              <p>{t('own.roles.no-request-text')}</p>
            </EmptyState>
          )}
          <ul role="list" className="places">
            {requests.slice(0, 20).map((each) => (
              <li key={each.id}>{this.requestLine(t, each, now, hidden)}</li>
            ))}
          </ul>
          <Actions>
            <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  @Post(':id/withdraw')
  async withdraw(@Me() me: Caller, @Param('id', shaped(requestId)) id: string, @Res() response: Response): Promise<void> {
    await this.withdrawRequest.run(me, id);
    response.redirect(303, '/moi/roles');
  }

  private requestLine(t: Translate, each: RoleRequest, now: Date, hidden: Record<string, string>) {
    const state = requestState(each, now);
    const role = this.role(t, each.role);
    const name = each.putsOn ? t('own.roles.puts-on', { role }) : role;
    const second = state === 'waiting' && !each.putsOn && nextStep(each) === 'approve';
    return (
      <>
        <h3>
          {name}, {this.names.organisation(each.organisation)} <Badge kind={LOOK[state]}>{t(`own.roles.${state}`)}</Badge>
        </h3>
        <p>{this.stateWords(t, each, state)}</p>
        {second && <p>{t('own.roles.waiting-second')}</p>}
        {state === 'waiting' && (
          <Form action={`/moi/roles/${each.id}/withdraw`} hidden={hidden}>
            <Button kind="secondary">{t('own.roles.withdraw')}</Button>
          </Form>
        )}
      </>
    );
  }

  private stateWords(t: Translate, { askedAt, expiresAt, closed }: RoleRequest, state: keyof typeof LOOK): string {
    const day = (at: Date) => parisDate(at, t.language);
    return t(`own.roles.state-${state}`, {
      at: day(askedAt),
      until: day(expiresAt),
      on: closed ? day(closed.at) : '',
      why: state === 'refused' ? t(`own.roles.why-${closed!.why}`) : '',
    });
  }

  private role(t: Translate, id: string): string {
    return this.policy.roles.get(id)?.[t.language] ?? id;
  }
}
