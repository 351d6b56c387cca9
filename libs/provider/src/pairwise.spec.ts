import fc from 'fast-check';
import { PairwiseSubjects } from './pairwise.ts';

const subjects = new PairwiseSubjects('a subject secret of at least thirty-two characters');

describe('pairwise numbers', () => {
  it('lead back to their account in their own sector, and nowhere in another', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (account, one, other) => {
        fc.pre(one !== other);
        const number = subjects.subjectFor(one, account);
        expect(subjects.accountOf(one, number)).toBe(account);
        expect(subjects.accountOf(other, number)).toBeUndefined();
        expect(subjects.subjectFor(other, account)).not.toBe(number);
      }),
    );
  });

  it('are always the same, fit the 255 characters allowed, and cannot be made up', () => {
    const number = subjects.subjectFor('portail.example', 'acc-0123456789abcdefghjkmnpqrs');
    expect(subjects.subjectFor('portail.example', 'acc-0123456789abcdefghjkmnpqrs')).toBe(number);
    expect(number).toMatch(/^[\w-]{1,255}$/);
    for (const forged of ['', 'x', 'acc-0123456789abcdefghjkmnpqrs', number.slice(0, 22), `A${number.slice(1)}`]) {
      expect(subjects.accountOf('portail.example', forged)).toBeUndefined();
    }
  });

  it('refuse a secret that could be guessed', () => expect(() => new PairwiseSubjects('short')).toThrow());
});
