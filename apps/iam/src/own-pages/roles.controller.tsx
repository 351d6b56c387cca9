import { AskForRole, Grants, covers, requestState, RoleRequests, WithdrawRoleRequest, type RoleRequest } from '@habilis/access';
import { PolicyInForce } from '@habilis/access/web';
import { Me, shaped } from '@habilis/http';
import { afterFullDays, Clock, type Caller } from '@habilis/kernel';
import { Actions, Badge, Button, ButtonLink, EmptyState, Form, Notice, Select, Time, type Translate } from '@habilis/pages';
import { AccountStore, belongsAt } from '@habilis/accounts';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Frame } from './frame.tsx';
import { Names } from './names.ts';

const AskForm = z.strictObject({
  role: z.string().max(80),
  organisation: z.string().max(80),
  why: z.enum(['new-duties', 'replacement', 'declared-by-structure']),
});
const RolesQuery = z.strictObject({ asked: z.literal('1').optional() });
const requestId = z.string().regex(/^req-[a-z0-9-]{1,60}$/);
const LOOK = { waiting: 'warning', granted: 'success', refused: 'danger', withdrawn: 'info', expired: 'info' } as const;
/** For how long a role is asked for when the policy sets no limit. */
const DAYS = 366;

/** The roles a person holds, those they may ask for, and what became of what they asked. @source CPAM13.6.3 */
@Controller('moi/roles')
export class RolesController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(Names) private readonly names: Names,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(AccountStore) private readonly accounts: AccountStore,
    @Inject(Grants) private readonly grants: Grants,
    @Inject(RoleRequests) private readonly requests: RoleRequests,
    @Inject(AskForRole) private readonly askForRole: AskForRole,
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
    const [account, grants, requests] = await Promise.all([this.accounts.get(me.id), this.grants.of(me.id), this.requests.of(me.id)]);
    const held = grants.filter((each) => covers(each, now));
    const places = account.memberships.map(({ organisation }) => organisation).filter((each) => belongsAt(account, now, each));
    this.frame.show(request, response, {
      title: t('own.roles.title'),
      lead: t('own.roles.lead'),
      children: (
        <>
          {asked && <Notice kind="success">{t('own.roles.asked')}</Notice>}
          <h2>{t('own.roles.held')}</h2>
          {held.length === 0 && <EmptyState title={t('own.roles.none')} />}
          <ul>
            {held.map(({ id, role, organisation, until }) => (
              <li key={id}>
                {this.role(t, role)}, {this.names.organisation(organisation)}
                {until && (
                  <>
                    {' '}
                    {t('own.roles.until')} <Time at={until} />
                  </>
                )}
              </li>
            ))}
          </ul>
          <h2>{t('own.roles.requests')}</h2>
          {requests.length === 0 && <EmptyState title={t('own.roles.no-request')} />}
          <ul role="list" className="places">
            {requests.slice(0, 20).map((each) => (
              <li key={each.id}>{this.requestLine(t, each, now, hidden)}</li>
            ))}
          </ul>
          {places.length > 0 && (
            <Ask
              t={t}
              hidden={hidden}
              roles={this.catalogue(t)}
              places={places.map((id) => ({ value: id, label: this.names.organisation(id) }))}
            />
          )}
          <Actions>
            {held.some(({ role }) => this.policy.implied.putOn.includes(role)) && (
              <ButtonLink kind="primary" href="/moi/endosser">
                {t('elevation.title')}
              </ButtonLink>
            )}
            <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  @Post()
  async ask(
    @Me() me: Caller,
    @Body(shaped(AskForm)) { role, organisation, why }: z.infer<typeof AskForm>,
    @Res() response: Response,
  ): Promise<void> {
    const until = afterFullDays(this.clock.now(), this.policy.roles.get(role)?.maxDays ?? DAYS);
    await this.askForRole.run(me, { accountId: me.id, role, organisation, until, why });
    response.redirect(303, '/moi/roles?asked=1');
  }

  @Post(':id/withdraw')
  async withdraw(@Me() me: Caller, @Param('id', shaped(requestId)) id: string, @Res() response: Response): Promise<void> {
    await this.withdrawRequest.run(me, id);
    response.redirect(303, '/moi/roles');
  }

  private requestLine(t: Translate, each: RoleRequest, now: Date, hidden: Record<string, string>) {
    const state = requestState(each, now);
    return (
      <>
        <h3>
          {this.role(t, each.role)}, {this.names.organisation(each.organisation)}{' '}
          <Badge kind={LOOK[state]}>{t(`own.roles.${state}`)}</Badge>
        </h3>
        <p>
          <Time at={each.askedAt} />
          {state === 'refused' && ` · ${t(`own.roles.why-${each.closed!.why}`)}`}
        </p>
        {state === 'waiting' && (
          <Form action={`/moi/roles/${each.id}/withdraw`} hidden={hidden}>
            <Button kind="secondary">{t('own.roles.withdraw')}</Button>
          </Form>
        )}
      </>
    );
  }

  private role(t: Translate, id: string): string {
    return this.policy.roles.get(id)?.[t.language] ?? id;
  }

  private catalogue(t: Translate) {
    const roles = [...this.policy.roles.values()].filter(({ requestable }) => requestable);
    return roles
      .map(({ name }) => ({ value: name, label: this.role(t, name) }))
      .sort((one, other) => one.label.localeCompare(other.label, t.language));
  }
}

interface AskProps {
  readonly t: Translate;
  readonly hidden: Record<string, string>;
  readonly roles: readonly { readonly value: string; readonly label: string }[];
  readonly places: readonly { readonly value: string; readonly label: string }[];
}

function Ask({ t, hidden, roles, places }: AskProps) {
  const reasons = ['new-duties', 'replacement', 'declared-by-structure'].map((value) => ({ value, label: t(`own.roles.reason-${value}`) }));
  return (
    <>
      <h2>{t('own.roles.ask')}</h2>
      <Form action="/moi/roles" hidden={hidden}>
        <Select name="role" label={t('own.roles.role')} options={roles} />
        <Select
          name="organisation"
          label={t('own.roles.organisation')}
          options={places}
          {...(places.length === 1 && { defaultValue: places[0]!.value })}
        />
        <Select name="why" label={t('own.roles.why')} options={reasons} />
        <Actions>
          <Button kind="primary">{t('own.roles.send')}</Button>
        </Actions>
      </Form>
    </>
  );
}
