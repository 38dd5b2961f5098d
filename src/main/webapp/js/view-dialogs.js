// The two questions: which room, and what to tell everybody. The dialog element keeps the focus and knows Escape.

import { byId, setText } from './dom.js';

export function dialogs(session) {
  question('new-room-button', 'room', 'new-room-input', 'Please give the room a name.', (text) =>
    session.joinRoom(text),
  );
  question('notify-button', 'notify', 'notify-input', 'Please write something first.', (text) =>
    session.notifyEverybody(text),
  );
}

function question(opener, name, inputId, emptyText, action) {
  const dialog = byId(`${name}-dialog`);
  const form = byId(`${name}-form`);
  const input = byId(inputId);
  const message = byId(`${name}-message`);
  const submit = form.querySelector('[type=submit]');

  byId(opener).addEventListener('click', () => {
    form.reset();
    setText(message, '');
    dialog.showModal();
    input.focus();
  });
  form.querySelector('[data-close-dialog]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) {
      setText(message, emptyText);
      input.focus();
      return;
    }
    submit.disabled = true;
    const answer = await action(text);
    submit.disabled = false;
    if (answer.ok) dialog.close();
    else setText(message, answer.error);
  });
}
