import type { ReactNode } from 'react';
import { HiddenInputs, type Hidden } from './form.tsx';

interface Shown {
  readonly label: string;
  readonly description?: ReactNode;
}

/** How an option is taken: its own form, a link, or a button of the form around the list. */
export type ChoiceOption = Shown &
  ({ readonly action: string; readonly hidden?: Hidden } | { readonly href: string } | { readonly name: string; readonly value: string });

/**
 * A few large buttons to choose from, best first. Taking one is the whole answer: there is nothing to confirm.
 *
 * @param label what is chosen, for those who hear the page
 */
export function Choice({ label, options }: { label: string; options: readonly ChoiceOption[] }) {
  return (
    <ul className="choice" role="list" aria-label={label}>
      {options.map((option, at) => (
        <li key={at}>
          <Taken option={option} />
        </li>
      ))}
    </ul>
  );
}

function Taken({ option }: { option: ChoiceOption }) {
  if ('href' in option) {
    return (
      <a className="option" href={option.href}>
        <Face {...option} />
      </a>
    );
  }
  if ('name' in option) {
    return (
      <button type="submit" className="option" name={option.name} value={option.value}>
        <Face {...option} />
      </button>
    );
  }
  return (
    <form method="post" action={option.action}>
      <HiddenInputs values={option.hidden ?? {}} />
      <button type="submit" className="option">
        <Face {...option} />
      </button>
    </form>
  );
}

function Face({ label, description }: Shown) {
  return (
    <>
      <span className="option-label">{label}</span>
      {description && <span className="option-text">{description}</span>}
    </>
  );
}
