import { advance, enrolledAccount } from '@habilis/accounts';
import { accountIn, insertAccount, updateAccount } from '@habilis/accounts/pg';
import type { Newcomers } from '@habilis/credentials/pg';
import { newId, Refusal } from '@habilis/kernel';

const FOREIGN_KEY = '23503';

/** Accounts of people who are invited: opened with their place, closed when the invitation is taken back. */
export const newcomers: Newcomers = {
  async open(tx, { givenName, familyName, email, organisation }, { by, at }) {
    const person = { id: newId('acc'), givenName, familyName, email, organisations: [organisation] };
    const change = enrolledAccount(person, { by, at, why: 'invited' });
    await insertAccount(tx, change).catch((error: unknown) => {
      throw (error as { code?: string }).code === FOREIGN_KEY ? new Refusal('organisation.unknown', 'invalid') : error;
    });
    return change.next.id;
  },

  async close(tx, account, { by, at }) {
    await updateAccount(tx, advance(await accountIn(tx, account), 'close', { by, at, why: 'invitation-taken-back' }));
  },
};
