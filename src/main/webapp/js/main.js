// Puts the parts together. Everything is addressed relative to the page, so that it works under any context path.

import { byId, setText } from './dom.js';
import { Model } from './model.js';
import { Session } from './session.js';
import { rememberedName, tabRooms } from './storage.js';
import { entryView } from './view-entry.js';
import { sidebarView } from './view-sidebar.js';
import { conversationView } from './view-conversation.js';
import { dialogs } from './view-dialogs.js';
import { statusView } from './view-status.js';
import { toastView } from './view-toasts.js';

const SOCKET_IO = new URL('../socket.io/', import.meta.url);

async function start() {
  const client = await import(new URL('socket.io.esm.min.js', SOCKET_IO).href);
  const views = [];
  const model = new Model(() => views.forEach((show) => show()));
  const session = new Session(client.io, model, SOCKET_IO.pathname, wantedTransports());
  views.push(
    entryView(model, session),
    sidebarView(model, session),
    conversationView(model, session),
    statusView(model),
    toastView(model),
  );
  dialogs(session);
  model.changed();
  // A page that is loaded anew in the same tab goes on where it was.
  if (tabRooms() && rememberedName()) session.enter(rememberedName());
}

// For those who look after the server: ?transport=polling keeps the page on one transport.
function wantedTransports() {
  const wanted = new URLSearchParams(location.search).get('transport');
  return ['polling', 'websocket'].includes(wanted) ? [wanted] : null;
}

start().catch((error) => {
  console.error(error);
  setText(
    byId('entry-message'),
    'The chat could not be loaded from the server. Please load the page again in a moment.',
  );
});
