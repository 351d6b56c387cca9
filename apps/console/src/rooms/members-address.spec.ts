import fc from 'fast-check';
import { addressOf, filtersOf, queryOf } from './members-address.ts';

const filters = (address: string) => filtersOf(new URLSearchParams(address));

describe('the address of a list of members', () => {
  it('says what the list is narrowed by, and nothing else', () => {
    expect(addressOf({ q: ' moreau ', stage: '', hold: 'any', organisation: '' }).toString()).toBe('q=moreau&hold=any');
    expect(addressOf({ q: '', stage: '', hold: '', organisation: '' }).toString()).toBe('');
  });

  it('leads back to the same list', () => {
    fc.assert(
      fc.property(
        fc.record({
          q: fc.string({ maxLength: 80 }).map((each) => each.trim()),
          stage: fc.constantFrom('', 'requested', 'open', 'departed', 'closed', 'archived'),
          hold: fc.constantFrom('', 'any', 'absence', 'suspension', 'restriction', 'quarantine', 'pause', 'compromise', 'renewal'),
          organisation: fc.constantFrom('', 'org-cpts-briey'),
        }),
        (each) => expect(filters(addressOf(each).toString())).toEqual(each),
      ),
    );
  });

  it.each([
    ['an old link', 'stage=asleep&hold=vacation', { stage: '', hold: '' }],
    ['something that is no organisation', 'organisation=%22%3E%3Cscript%3E', { organisation: '' }],
    ['a name too long for the service', `q=${'a'.repeat(200)}`, { q: 'a'.repeat(80) }],
  ])('leaves out what %s says amiss', (_, address, expected) => expect(filters(address)).toMatchObject(expected));

  it('asks the service for one page of it', () => {
    expect(queryOf(new URLSearchParams('hold=any&cursor=abc&stage=asleep'), 50)).toBe('hold=any&cursor=abc&limit=50');
  });
});
