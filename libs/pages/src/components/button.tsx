import type { ReactNode } from 'react';

/** `primary`: the one expected next step of the page. `danger`: cannot be undone. */
export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet';

interface Look {
  readonly children: ReactNode;
  readonly kind?: ButtonKind;
}

/** Submits the form it is in; `name` and `value` tell the server which button it was. */
export function Button({
  children,
  kind = 'primary',
  ...rest
}: Look & { name?: string; value?: string; form?: string; formAction?: string }) {
  return (
    <button type="submit" className={`button ${kind}`} {...rest}>
      {children}
    </button>
  );
}

/** Goes to another page. Never changes anything: what changes something is a form. */
export function ButtonLink({ children, kind = 'secondary', href }: Look & { href: string }) {
  return (
    <a className={`button ${kind}`} href={href}>
      {children}
    </a>
  );
}

/** Buttons side by side, one under the other on a narrow screen. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className="actions">{children}</div>;
}
