/**
 * The challenge that an answer claims to have signed, or undefined when it is no answer.
 *
 * Only to find what was asked: that it was signed indeed is for the verification.
 */
export function challengeIn(response: unknown): string | undefined {
  const encoded = (response as { response?: { clientDataJSON?: unknown } } | null)?.response?.clientDataJSON;
  if (typeof encoded !== 'string' || encoded.length > 4_000) return undefined;
  try {
    const { challenge } = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')) as { challenge?: unknown };
    return typeof challenge === 'string' && challenge.length < 200 ? challenge : undefined;
  } catch {
    return undefined;
  }
}
