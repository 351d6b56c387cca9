import { Refusal, type RefusalKind } from '@habilis/kernel';
import * as oidc from 'openid-client';

/** What the journal says when the exchange or its validation fails; people read the sentence of the code. */
// prettier-ignore
const CLAIMS: Readonly<Record<string, string>> = {
  iss:       'upstream.token-issuer',
  aud:       'upstream.token-audience',
  azp:       'upstream.token-audience',
  nonce:     'upstream.token-nonce',
  exp:       'upstream.token-time',
  nbf:       'upstream.token-time',
  iat:       'upstream.token-time',
  auth_time: 'upstream.authentication-too-old',
};

/** The upstream's own refusals, on the way back. Its description is never shown nor kept: it is not our text. */
// prettier-ignore
const ANSWERS: Readonly<Record<string, { code: string; kind: RefusalKind }>> = {
  access_denied:           { code: 'upstream.denied',         kind: 'forbidden' },
  login_required:          { code: 'upstream.login-required', kind: 'unauthenticated' },
  interaction_required:    { code: 'upstream.login-required', kind: 'unauthenticated' },
  temporarily_unavailable: { code: 'upstream.unreachable',    kind: 'busy' },
  server_error:            { code: 'upstream.unreachable',    kind: 'busy' },
};

/** The refusal that stands for an `error` parameter of the callback. */
export function answered(error: string): Refusal {
  const { code, kind } = ANSWERS[error] ?? { code: 'upstream.error', kind: 'forbidden' as const };
  return new Refusal(code, kind, { error: error.replace(/[^\w-]/g, '').slice(0, 40) });
}

/**
 * The refusal behind an error of openid-client, so that the journal names the check that failed.
 *
 * An error that is not understood is still a refusal: nothing the upstream sends may look like a defect of ours.
 */
export function whyRefused(error: unknown): Refusal {
  const chain = causes(error);
  const ours = chain.find((each) => each instanceof Refusal);
  if (ours) return ours;
  if (chain.some((each) => each instanceof oidc.WWWAuthenticateChallengeError)) return refusal('upstream.client-refused');
  const body = chain.find((each) => each instanceof oidc.ResponseBodyError);
  if (body) return refusal(OAUTH[body.error] ?? 'upstream.answer-refused');
  const failed = checkThatFailed(chain);
  return failed ? refusal(failed) : new Refusal('upstream.answer-refused', 'forbidden', { cause: nameOf(error) });
}

/** Errors of the token endpoint: ours to mend, or the person's to start again. */
const OAUTH: Readonly<Record<string, string>> = {
  invalid_client: 'upstream.client-refused',
  unauthorized_client: 'upstream.client-refused',
  invalid_grant: 'upstream.code-refused',
};

function checkThatFailed(chain: readonly unknown[]): string | undefined {
  for (const each of chain) {
    if (!(each instanceof Error)) continue;
    const about = (each.cause ?? {}) as Record<string, unknown>;
    const claim = typeof about['claim'] === 'string' ? about['claim'] : /JWT "(\w+)" .*(missing|type)/.exec(each.message)?.[1];
    if (claim && CLAIMS[claim]) return CLAIMS[claim];
    if ((each as { code?: string }).code === 'OAUTH_KEY_SELECTION_FAILED' || 'signature' in about) return 'upstream.token-signature';
    if ('header' in about) return 'upstream.token-algorithm';
    if (about['attribute'] === 'sub') return 'upstream.userinfo-of-another';
  }
  return undefined;
}

/** The library's own word for what it could not read; its messages may quote a token. */
const nameOf = (error: unknown): string => String((error as { code?: unknown }).code ?? (error as Error).name).toLowerCase();

const refusal = (code: string) => new Refusal(code, 'forbidden');

function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let each = error; each !== undefined && each !== null && chain.length < 8; each = (each as { cause?: unknown }).cause)
    chain.push(each);
  return chain;
}
