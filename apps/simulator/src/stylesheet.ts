/** The one style of every page: no web font, no picture, no address. Colours hold 4.5:1 in light and in dark. */
export const STYLESHEET = `
:root { color-scheme: light dark; --ground: #fff; --ink: #1b1b2b; --quiet: #55556a; --line: #767688; --act: #1f3fb5; --act-ink: #fff; --warn: #7a1f00; --warn-ground: #fff0e5 }
@media (prefers-color-scheme: dark) { :root { --ground: #14141d; --ink: #f0f0f7; --quiet: #b9b9cb; --line: #8b8ba0; --act: #a9baff; --act-ink: #10142b; --warn: #ffc9a8; --warn-ground: #3a1a08 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
.banner { margin: 0; padding: .75rem 1rem; background: var(--warn-ground); color: var(--warn); border-bottom: 2px solid currentColor }
main { max-width: 44rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.5rem; line-height: 1.25 } h2 { font-size: 1.15rem }
fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1rem; padding: .5rem 1rem }
label { display: block; padding: .4rem 0 }
input[type=radio] { width: 1.25rem; height: 1.25rem; vertical-align: -.2rem; accent-color: var(--act) }
select { font: inherit; width: 100%; min-height: 2.75rem }
ul.people { list-style: none; margin: 0; padding: 0 }
ul.people li { padding: .4rem 0; border-bottom: 1px solid var(--line) }
.note { display: block; color: var(--quiet) }
button { font: inherit; min-height: 2.75rem; padding: .4rem 1rem; border: 2px solid var(--act); border-radius: .5rem; background: var(--act); color: var(--act-ink); text-align: start; cursor: pointer; max-width: 100% }
button.quiet { background: transparent; color: var(--act) }
:focus-visible { outline: 3px solid var(--act); outline-offset: 3px }
details { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; margin: 0 0 1rem } summary { cursor: pointer; min-height: 1.75rem }
.number { font-size: 3rem; font-weight: 700; letter-spacing: .2em; margin: .5rem 0 }
`;
