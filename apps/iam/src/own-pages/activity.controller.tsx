import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { PolicyInForce } from '@habilis/access/web';
import { OWN_ACTIVITY, ReadTimeline, type OwnActivity, type RecordedFact } from '@habilis/audit';
import { FACTOR_KINDS } from '@habilis/credentials';
import { Me, shaped } from '@habilis/http';
import type { Caller } from '@habilis/kernel';
import { Actions, Button, ButtonLink, EmptyState, Select, Timeline, type Moment, type Translate } from '@habilis/pages';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Frame } from './frame.tsx';
import { levelInWords } from './level-in-words.ts';
import { Names } from './names.ts';

const ONLY = Object.keys(OWN_ACTIVITY) as [OwnActivity, ...OwnActivity[]];
const ActivityQuery = z.strictObject({
  avant: z.string().min(1).max(200).optional(),
  // A form without JavaScript sends the empty choice too.
  quoi: z.union([z.enum(ONLY), z.literal('')]).optional(),
});

/** What happened to the person's own account, and that someone looked at it. */
@Controller('moi/activite')
export class ActivityController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(ReadTimeline) private readonly timeline: ReadTimeline,
    @Inject(Names) private readonly names: Names,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
  ) {}

  @Get()
  async show(
    @Me() me: Caller,
    @Query(shaped(ActivityQuery)) { avant, quoi }: z.infer<typeof ActivityQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const t = this.frame.words(request);
    const only = quoi || undefined;
    const { items, next } = await this.timeline.own(me, { cursor: avant, limit: 30, only });
    const here = (slice: Record<string, string>) => `/moi/activite?${new URLSearchParams({ ...(only && { quoi: only }), ...slice })}`;
    this.frame.show(request, response, {
      title: t('own.activity.title'),
      lead: t('own.activity.lead'),
      width: 'wide',
      children: (
        <>
          <Filter t={t} only={only} />
          {items.length === 0 && (
            <EmptyState title={t(only || avant ? 'own.activity.none-such' : 'own.activity.none')}>
              {(only || avant) && <ButtonLink href="/moi/activite">{t('own.activity.all')}</ButtonLink>}
            </EmptyState>
          )}
          <Timeline moments={items.map((fact) => this.moment(fact, me, t))} />
          <Actions>
            {next && <ButtonLink href={here({ avant: next })}>{t('own.activity.older')}</ButtonLink>}
            {avant && <ButtonLink href={here({})}>{t('own.activity.latest')}</ButtonLink>}
            <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
          </Actions>
          {items.length > 0 && <p className="hint">{t('own.activity.print')}</p>}
        </>
      ),
    });
  }

  private moment(fact: RecordedFact, me: Caller, t: Translate): Moment {
    const { at, what } = fact;
    const detail = this.details(fact, t).join(' · ');
    return { at, title: t(`facts.${what}`), by: this.whom(fact, me, t), ...(detail && { detail }) };
  }

  /** What tells this time from the others: where, by which means, from which browser. Codes without words stay unsaid. */
  private details({ organisation, details = {} }: RecordedFact, t: Translate): string[] {
    const { portal, acr, browser, kind, upstream, role } = details;
    return [
      ...(typeof portal === 'string' ? [this.names.portal(portal)] : []),
      ...(organisation === undefined ? [] : [this.names.organisation(organisation)]),
      ...(typeof upstream === 'string' ? [this.names.means(upstream)] : []),
      ...(typeof acr === 'string' ? [levelInWords(t, acr)] : []),
      ...(typeof browser === 'string' ? [browser] : []),
      ...(isKind(kind) ? [t(`own.activity.kind-${kind}`)] : []),
      ...(typeof role === 'string' ? [this.role(t, role)] : []),
    ];
  }

  private role(t: Translate, role: string): string {
    return this.policy.roles.get(role)?.[t.language] ?? role;
  }

  private whom({ by, byRole }: RecordedFact, me: Caller, t: Translate): string {
    if (by === me.id) return t('own.activity.you');
    if (by === 'someone') return t(`own.activity.${byRole && SEEN_AS.has(byRole) ? byRole : 'somebody'}`);
    const [kind, id = ''] = by.split(':');
    return kind === 'client' ? t('own.activity.portal', { portal: this.names.portal(id) }) : t('own.activity.system');
  }
}

/** Roles of the console as the person concerned is told of them. */
const SEEN_AS: ReadonlySet<string> = new Set(['site-administrator', 'security-officer']);

const isKind = (kind: unknown): kind is (typeof FACTOR_KINDS)[number] => (FACTOR_KINDS as readonly unknown[]).includes(kind);

/** A list and a button: it works without JavaScript, and the choice is in the address. */
function Filter({ t, only }: { t: Translate; only: OwnActivity | undefined }) {
  return (
    <form method="get" action="/moi/activite" className="filter">
      <Select
        name="quoi"
        label={t('own.activity.show')}
        defaultValue={only ?? ''}
        options={['', ...ONLY].map((value) => ({ value, label: t(`own.activity.only-${value || 'all'}`) }))}
      />
      <Button kind="secondary">{t('own.activity.filter')}</Button>
    </form>
  );
}
