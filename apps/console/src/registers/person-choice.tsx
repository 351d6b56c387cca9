import { useState } from 'react';
import { useMembers } from '../api/queries.ts';
import type { MemberRow } from '../api/types.ts';
import { useSettled } from '../use-settled.ts';
import { t } from '../words.ts';
import { Pick, TextField } from './text-field.tsx';

const nameOf = ({ givenName, familyName }: MemberRow) => `${givenName} ${familyName}`;

/** Someone of one's organisations, found by the beginning of their name. */
export function PersonChoice({ label, value, set }: { label: string; value: string; set: (account: string) => void }) {
  const [name, setName] = useState('');
  const asked = useSettled(name.trim());
  const found = useMembers(`q=${encodeURIComponent(asked)}&limit=20`).data?.items ?? [];
  return (
    <>
      <TextField optional label={t('registers.person-search')} hint={t('registers.person-hint')} value={name} set={setName} />
      <Pick label={label} value={value} set={set} options={found.map((each) => [each.id, nameOf(each)] as const)} />
    </>
  );
}
