import type { ReactNode } from 'react';

/** Names and values carried by a form without being shown: the anti-forgery token, the interaction. */
export type Hidden = Readonly<Record<string, string>>;

/** A form that posts. Browser validation is left off: the server's French sentences say more, in one place. */
export function Form({ action, hidden = {}, children, id }: { action: string; hidden?: Hidden; children: ReactNode; id?: string }) {
  return (
    <form method="post" action={action} id={id} noValidate>
      <HiddenInputs values={hidden} />
      {children}
    </form>
  );
}

export function HiddenInputs({ values }: { values: Hidden }) {
  return Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
