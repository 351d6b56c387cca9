/** The portal's own look: a portal is not Habilis and does not pretend to be. */
export const stylesheet = `
:root { color-scheme: light dark; --ground: #fbf8f3; --surface: #fff; --ink: #24201a; --soft: #5f574b; --line: #d9cfc0; --accent: #7a3b12; --on-accent: #fff; --yes: #1c6231; --no: #a3261b; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #191510; --surface: #241f18; --ink: #f1eae0; --soft: #bcb0a0; --line: #4a4134; --accent: #f0b48b; --on-accent: #2b1506; --yes: #92d7a4; --no: #ffab9f; }
}
* { box-sizing: border-box; }
html { font: 1.0625rem/1.55 Georgia, 'Noto Serif', 'Liberation Serif', serif; background: var(--ground); color: var(--ink); }
body { max-width: 52rem; margin: 0 auto; padding: 0 1rem 3rem; overflow-wrap: break-word; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; padding: 1rem 0; border-bottom: 3px double var(--line); margin-bottom: 1.5rem; }
header form { margin-left: auto; }
header .note { flex: 1 1 10rem; }
.name { font-size: 1.25rem; font-weight: 700; margin: 0; }
.note { color: var(--soft); margin: 0; }
h1 { font-size: 1.7rem; line-height: 1.2; }
h2 { font-size: 1.15rem; margin: 0; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--surface); padding: .5rem 1rem; }
.skip:focus { top: 0; }
.button, button, select { font: inherit; min-height: 2.75rem; padding: .4rem 1.1rem; border: 2px solid var(--accent); border-radius: .3rem; }
.button, button { display: inline-block; background: var(--accent); color: var(--on-accent); text-decoration: none; font-weight: 700; cursor: pointer; }
.plain, select { background: transparent; color: var(--accent); }
select { background: var(--surface); color: var(--ink); max-width: 100%; }
dl { border-left: 3px solid var(--accent); padding-left: 1rem; margin: 0 0 1.5rem; }
dl div { display: flex; flex-wrap: wrap; gap: 0 .6rem; padding: .15rem 0; }
dt { color: var(--soft); }
dd { margin: 0; font-weight: 700; }
.purpose { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem; margin-bottom: 1.25rem; }
.files { list-style: none; padding: 0; display: grid; gap: .9rem; }
.files li { background: var(--surface); border: 1px solid var(--line); border-radius: .3rem; padding: 1rem 1.2rem; }
.files p { margin: .2rem 0; }
.files a { display: inline-block; padding: .2rem 0; }
.verdict { font-weight: 700; }
.yes { color: var(--yes); }
.no { color: var(--no); }
@media print { header form, .purpose, .button { display: none; } }
`;
