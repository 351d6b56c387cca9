/*
 * Showing a password while it is typed. Without it the field stays hidden, and everything else is the same.
 * The button says in words what it does; a password is hidden again before it is sent, so that browsers keep it as one.
 */
'use strict';

for (const button of document.querySelectorAll('button[data-shows]')) {
  const field = document.getElementById(button.dataset.shows);
  const show = (shown) => {
    field.type = shown ? 'text' : 'password';
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
  };
  button.hidden = false;
  button.addEventListener('click', () => show(field.type === 'password'));
  field.form.addEventListener('submit', () => show(false));
}
