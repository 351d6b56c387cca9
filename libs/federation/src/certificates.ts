import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { UpstreamSettings } from './upstream-settings.ts';

/** Days before its end when a certificate deserves someone's attention: ordering a new one takes two weeks. */
const ALERT_DAYS = 30;

/** A client certificate that will soon fail, or already does. */
export interface CertificateAlert {
  readonly upstream: string;
  readonly state: 'unreadable' | 'not-yet-valid' | 'ends-soon' | 'ended';
  readonly validFrom: Date | null;
  readonly validUntil: Date | null;
  /** Whole days left; negative once it has ended, null when it cannot be read. */
  readonly daysLeft: number | null;
}

/**
 * The client certificates someone has to renew.
 *
 * For the health page and the operator's alerts; a bad certificate does not keep the service from starting, since
 * other means of signing in may work.
 *
 * @fr certificat client arrivant à échéance
 */
export function certificateAlerts(settings: ReadonlyMap<string, UpstreamSettings>, now: Date): CertificateAlert[] {
  return [...settings].flatMap(([upstream, { client }]) => {
    if (client.authentication !== 'tls_client_auth') return [];
    const dates = datesOf(client.certificate);
    const state = stateOf(dates, now);
    return state
      ? [{ upstream, state, validFrom: dates?.from ?? null, validUntil: dates?.until ?? null, daysLeft: dates && daysLeft(dates, now) }]
      : [];
  });
}

interface Dates {
  readonly from: Date;
  readonly until: Date;
}

function datesOf(file: string): Dates | null {
  try {
    const certificate = new X509Certificate(readFileSync(file));
    return { from: certificate.validFromDate, until: certificate.validToDate };
  } catch {
    return null;
  }
}

function stateOf(dates: Dates | null, now: Date): CertificateAlert['state'] | undefined {
  if (!dates) return 'unreadable';
  if (now < dates.from) return 'not-yet-valid';
  if (now >= dates.until) return 'ended';
  return daysLeft(dates, now) < ALERT_DAYS ? 'ends-soon' : undefined;
}

const daysLeft = ({ until }: Dates, now: Date) => Math.floor((until.getTime() - now.getTime()) / 86_400_000);
