import { io } from './socket.io/socket.io.esm.min.js';

const byId = (id) => document.getElementById(id);
const status = byId('status');
const notices = byId('notices');

// relative to this file, so that the WAR can have any context path
const socket = io({
  path: new URL('socket.io/', import.meta.url).pathname,
  autoConnect: false,
  auth: (answer) => answer({ user: byId('login').user.value }),
});

socket.on('connect', () => tell(`Waiting for notices to ${byId('login').user.value}`, 'live'));
socket.on('disconnect', (reason) => {
  if (reason !== 'io client disconnect') tell('The server is away; waiting for it …', 'away');
});
socket.on('connect_error', (error) => tell(error.message, 'away'));
socket.on('notice', show);
socket.on('read', (order) => remove(order));

byId('login').addEventListener('submit', (event) => {
  event.preventDefault();
  notices.replaceChildren();
  shown();
  socket.disconnect().connect();
});

byId('order').addEventListener('submit', async (event) => {
  event.preventDefault();
  const result = byId('result');
  try {
    const answer = await fetch('orders', { method: 'POST', body: new URLSearchParams(new FormData(event.target)) });
    result.textContent = answer.ok ? await answer.text() : `The shop refused: ${answer.status}`;
  } catch {
    result.textContent = 'The shop is away. Please try again.';
  }
});

function show({ order, text }) {
  const notice = document.createElement('li');
  notice.dataset.order = order;
  const words = document.createElement('span');
  words.textContent = `Order ${order}: ${text}`;
  const button = document.createElement('button');
  button.textContent = 'Read';
  button.setAttribute('aria-label', `Order ${order} is read`);
  button.addEventListener('click', () => socket.emit('read', order));
  notice.append(words, button);
  notices.prepend(notice);
  shown();
}

function remove(order) {
  notices.querySelector(`[data-order="${Number(order)}"]`)?.remove();
  shown();
}

function shown() {
  byId('none').hidden = notices.childElementCount > 0;
}

function tell(text, state) {
  status.textContent = text;
  status.dataset.state = state;
}
