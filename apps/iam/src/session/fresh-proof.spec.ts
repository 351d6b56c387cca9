import { FixedClock } from '@habilis/database/testing';
import type { NextFunction, Request, Response } from 'express';
import { freshForOpening } from './fresh-proof.ts';

const clock = new FixedClock();
const MINUTE = 60_000;

/** What becomes of a request of someone who proved who they are that long ago. */
function asked(path: string, minutes: number, more: Partial<Request> = {}): unknown {
  const webSession = { acr: 'eidas2', authTime: new Date(clock.now().getTime() - minutes * MINUTE) };
  const request = { method: 'POST', path: `/api/console/v1/${path}`, query: {}, webSession, ...more } as unknown as Request;
  try {
    freshForOpening(clock)(request, {} as Response, (() => undefined) as NextFunction);
    return 'goes on';
  } catch (refusal) {
    return refusal;
  }
}

const AGAIN = expect.objectContaining({ code: 'step-up.needed', details: { max_age: 300 } });

describe('an act that opens a door asks for a proof of the last five minutes', () => {
  it.each([
    'members/acc-1/approve',
    'members/acc-1/grants',
    'members/acc-1/holds/hold-1/lift',
    'doubts/doubt-1/settle',
    'charters/org-1/versions',
    'invitations',
    'invitations/import',
    'invitations/inv-1/resend',
    'recoveries/rec-1/grant',
    'policies/pol-1/publish',
  ])('%s', (path) => {
    expect([asked(path, 4), asked(path, 5)]).toEqual(['goes on', AGAIN]);
  });

  it('a role that is agreed to, and not one that is refused', () => {
    const answer = (agree: unknown) => asked('role-requests/req-1/answer', 6, { body: { agree } });
    expect([answer(true), answer(false), asked('role-requests/req-1/answer', 6)]).toEqual([AGAIN, 'goes on', 'goes on']);
  });

  it('and not what shuts a door, is only foretold, is only read, or is done by a machine', () => {
    expect(asked('members/acc-1/suspend', 60)).toBe('goes on');
    expect(asked('recoveries/rec-1/refuse', 60)).toBe('goes on');
    expect(asked('members/acc-1/grants', 60, { query: { preview: 'true' } })).toBe('goes on');
    expect(asked('invitations', 60, { method: 'GET' })).toBe('goes on');
    expect(asked('members/acc-1/grants', 60, { bearer: {} } as Partial<Request>)).toBe('goes on');
  });
});
