// The first screen: choose a name. Also where one lands when the server refuses the name on the way back.

import { byId, setText } from './dom.js';
import { rememberedName } from './storage.js';

export function entryView(model, session) {
  const input = byId('name-input');
  const message = byId('entry-message');
  const button = byId('join-button');
  let shown = null;

  // who types before the page is ready keeps what was typed
  if (!input.value) input.value = rememberedName();
  byId('entry-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const name = input.value.trim().replace(/\s+/gu, ' ');
    if (name) {
      session.enter(name);
    } else {
      setText(message, 'Please enter a name first.');
      input.focus();
    }
  });

  button.disabled = false;

  return () => {
    const wanted = model.me === null || !model.wantsIn;
    const connecting = model.connection === 'connecting';
    setText(message, model.refusal);
    setText(button, connecting ? 'Connecting …' : 'Join the chat');
    input.setAttribute('aria-invalid', model.refusal && !connecting ? 'true' : 'false');
    if (wanted === shown) return;
    shown = wanted;
    byId('entry').hidden = !wanted;
    byId('chat').hidden = wanted;
    if (wanted) input.focus();
    else byId('message-input').focus();
  };
}
