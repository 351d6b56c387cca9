import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { Names, accountId, named } from '@habilis/accounts/web';
import { RecordReading } from '@habilis/audit';
import { Me, Operation, shaped } from '@habilis/http';
import type { Caller } from '@habilis/kernel';
import { z } from 'zod';
import { ExplainAccess, type WhyAnswer } from '../decision/explain-access.ts';
import type { Cited, ThingType } from '../policy/language/policy.ts';
import { PolicyInForce, PortalWords } from './console-ports.ts';
import { WhyTypes, WhyView, type WhyTypeWords, type WhyWords } from './console-request-views.ts';
import { roleNamed } from './console-roles.ts';
import { limitView } from './console-sheet.ts';

const name = z.string().min(1).max(100);
const open = z.record(z.string().max(100), z.unknown()).default({});

const WhyForm = z.strictObject({
  account: accountId,
  portal: name.nullable().describe('Whose thing it is; null: Habilis itself'),
  resource: z.strictObject({ type: name, id: z.string().min(1).max(300), properties: open }),
  action: name,
  context: open,
  at: z.iso.datetime({ offset: true }).optional().describe('As of that instant, right to the second; absent: now'),
});

/** Why somebody may do something to something, or may not, now or at an instant that is over. */
@Controller('api/console/v1/why')
export class ConsoleWhyController {
  constructor(
    @Inject(ExplainAccess) private readonly explain: ExplainAccess,
    @Inject(RecordReading) private readonly reading: RecordReading,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(PortalWords) private readonly portals: PortalWords,
    @Inject(Names) private readonly names: Names,
  ) {}

  @Get('types')
  @Operation({ tag: 'Decisions', summary: 'The types of things that one may ask about', answer: WhyTypes })
  types(@Me() _me: Caller): z.infer<typeof WhyTypes> {
    return { items: [...this.policy.types.values()].filter(({ portal }) => portal !== null).map((each) => this.typeView(each)) };
  }

  private typeView({ portal, name, fr, actions, fields, says }: ThingType): WhyTypeWords {
    const purposes = Object.entries(this.policy.purposes.get(portal ?? '') ?? {});
    const attributes = [...fields].filter(([field]) => field !== 'id' && !field.includes('.'));
    return {
      portal,
      portalName: portal === null ? 'Habilis' : this.portals.of(portal).name,
      type: name,
      name: fr,
      actions: actions.map((id) => ({ id, name: says[id]?.fr ?? id })),
      purposes: purposes.map(([id, words]) => ({ id, name: words.fr })),
      attributes: attributes.map(([field, { is, fr: words }]) => ({ name: field, words: words ?? field, is })),
    };
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Decisions',
    summary: 'Why a person may do something to something, or may not',
    description: 'Asking is itself written in the journal, as a reading of the person’s sheet.',
    answer: WhyView,
    refusals: ['account.unknown', 'explain.future', 'explain.policy-unreadable'],
  })
  async why(@Me() me: Caller, @Body(shaped(WhyForm)) form: z.output<typeof WhyForm>): Promise<WhyWords> {
    const { account, portal, resource, action, context, at } = form;
    const target = { ...resource.properties, type: resource.type, id: resource.id };
    const answer = await this.explain.run(me, {
      account,
      portal,
      action,
      target,
      context,
      at: at === undefined ? undefined : new Date(at),
    });
    await this.reading.run(me, 'sheet', account);
    return this.view(answer);
  }

  private async view(answer: WhyAnswer): Promise<WhyWords> {
    const { allowed, because, judgement, limits, grants, tie, missing, at, policy, emergency } = answer;
    const through = judgement.allowed ? judgement.role : null;
    const names = await this.names.of([
      ...grants.map(({ organisation }) => organisation),
      ...(through?.organisation ? [through.organisation] : []),
    ]);
    const role = (id: string) => roleNamed(this.policy, id);
    return {
      allowed,
      because,
      at: at.toISOString(),
      policy,
      rule: 'rule' in judgement ? ruleView(judgement.rule) : null,
      through: through && {
        role: role(through.role),
        organisation: through.organisation === null ? null : named(names, through.organisation),
      },
      limits: limits.map(limitView),
      grants: grants.map((each) => ({
        id: each.id,
        role: role(each.role),
        organisation: named(names, each.organisation),
        state: each.state,
      })),
      engagements: tie && [...tie.purposes],
      emergencyUntil: tie?.emergencyUntil?.toISOString() ?? null,
      emergency,
      missing: missing.map((each) => ({
        what: each.what,
        role: role(each.role),
        rule: ruleView(each.rule),
        givenBy: each.givenBy.map(role),
      })),
    };
  }
}

const ruleView = ({ id, fr, en, source }: Cited) => ({ id, fr, en, source });
