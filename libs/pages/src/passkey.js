/*
 * Passkeys: the one thing a page cannot do without a script. It asks the device, puts the answer in the form, and sends it.
 * What the device is asked stands in data-options, as the server wrote it.
 */
'use strict';

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

const READS = { create: 'parseCreationOptionsFromJSON', get: 'parseRequestOptionsFromJSON' };
const LISTS = ['excludeCredentials', 'allowCredentials'];

/* Browsers of before 2025 read and write bytes; those of today read and write the text themselves. */
function read(act, options) {
  const native = PublicKeyCredential[READS[act]];
  if (native) return native.call(PublicKeyCredential, options);
  const read = { ...options, challenge: bytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of LISTS) if (options[list]) read[list] = options[list].map((each) => ({ ...each, id: bytes(each.id) }));
  return read;
}

function written(credential) {
  if (credential.toJSON) return credential.toJSON();
  const { id, type, rawId, response } = credential;
  const plain = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
    if (response[name]) plain[name] = text(response[name]);
  if (response.getTransports) plain.transports = response.getTransports();
  return { id, type, rawId: text(rawId), clientExtensionResults: credential.getClientExtensionResults(), response: plain };
}

async function ask(form) {
  const act = form.dataset.passkey;
  const failed = form.querySelector('[data-failed]');
  failed.hidden = true;
  try {
    const credential = await navigator.credentials[act]({ publicKey: read(act, JSON.parse(form.dataset.options)) });
    form.elements.response.value = JSON.stringify(written(credential));
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

/* Where a name is typed, the browser lists passkeys beside it. Whoever takes none types on, and nothing is said. */
async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  try {
    const publicKey = read('get', JSON.parse(form.dataset.options));
    const credential = await navigator.credentials.get({ publicKey, mediation: 'conditional' });
    form.elements.response.value = JSON.stringify(written(credential));
    form.submit();
  } catch {}
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential) continue;
  if ('conditional' in form.dataset) {
    void offer(form);
    continue;
  }
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void ask(form);
  });
}
