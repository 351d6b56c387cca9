import { Body, Controller, Get, Header, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { shaped, type Speech } from '@habilis/http';
import { Evaluate, type Verdict } from '../decision/evaluate.ts';
import type { CallingClient } from '../ports.ts';
import { EvaluationForm, EvaluationsForm, questionsOf, toAsked, type ConfigurationView, type DecisionView } from './authzen-forms.ts';
import { Calling, CallingClientGuard } from './calling-client.ts';

/** What the controller needs to know of the outside: its own address, and sentences. */
export abstract class AuthzenSettings {
  abstract readonly issuer: string;
  abstract readonly speech: Pick<Speech, 'refusal'>;
}

/**
 * Decisions for portals. OpenID AuthZEN Authorization API 1.0.
 *
 * A no is a successful answer: 200 with `decision: false`. Errors are about the call, never about the decision.
 */
@Controller()
export class AuthzenController {
  constructor(
    @Inject(Evaluate) private readonly evaluate: Evaluate,
    @Inject(AuthzenSettings) private readonly settings: AuthzenSettings,
  ) {}

  @Get('.well-known/authzen-configuration')
  @Header('Cache-Control', 'public, max-age=3600')
  configuration(): ConfigurationView {
    const { issuer } = this.settings;
    return {
      policy_decision_point: issuer,
      access_evaluation_endpoint: new URL('/access/v1/evaluation', issuer).href,
      access_evaluations_endpoint: new URL('/access/v1/evaluations', issuer).href,
      search_subject_endpoint: new URL('/access/v1/search/subject', issuer).href,
      search_resource_endpoint: new URL('/access/v1/search/resource', issuer).href,
      search_action_endpoint: new URL('/access/v1/search/action', issuer).href,
    };
  }

  @Post('access/v1/evaluation')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @UseGuards(CallingClientGuard)
  async one(@Calling() client: CallingClient, @Body(shaped(EvaluationForm)) form: EvaluationForm): Promise<DecisionView> {
    return this.view(await this.evaluate.one(client, toAsked(form)));
  }

  @Post('access/v1/evaluations')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @UseGuards(CallingClientGuard)
  async many(@Calling() client: CallingClient, @Body(shaped(EvaluationsForm)) form: EvaluationsForm) {
    const { asked, semantic, single } = questionsOf(form);
    if (single) return this.view(await this.evaluate.one(client, asked[0]!));
    const verdicts = await this.evaluate.many(client, asked, semantic);
    return { evaluations: verdicts.map((each) => this.view(each)) };
  }

  private view(verdict: Verdict): DecisionView {
    if (verdict.decision) {
      const until = verdict.exceptionalUntil?.toISOString();
      return { decision: true, context: { epoch: verdict.epoch, ...(until && { exceptional_until: until }) } };
    }
    const { because } = verdict;
    const say = (language: 'fr' | 'en', code: string) => this.settings.speech.refusal(language, code) ?? because;
    const both = (code: string) => ({ fr: say('fr', code), en: say('en', code) });
    if (because === 'attributes') {
      const message = `${say('en', `decision.${because}`)} ${verdict.fields?.join(', ') ?? ''}`.trim();
      return { decision: false, context: { error: { status: 400, message } } };
    }
    const sentences = { reason_user: both(`decision.${because}`), reason_admin: both(`decision-admin.${because}`) };
    return { decision: false, context: { reason: because, ...sentences, ...(verdict.epoch && { epoch: verdict.epoch }) } };
  }
}
