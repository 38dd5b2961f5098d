// Rooms and people, with what is unread. On a phone it is a drawer.

import { byId, element, keepInStep, oneTabStop, setAttribute, setText, walkWithArrows } from './dom.js';
import { personKey } from './model.js';
import { byName, hue, initials } from './text.js';

export function sidebarView(model, session) {
  const joined = byId('joined-rooms');
  const open = byId('open-rooms');
  const people = byId('people');
  const drawer = phoneDrawer();
  for (const list of [joined, open, people]) walkWithArrows(list);

  const goTo = (conversation) => {
    model.show(conversation);
    drawer.close();
    byId('message-input').focus();
  };

  joined.addEventListener('click', (event) => {
    const room = event.target.closest('[data-room]')?.dataset.room;
    if (room !== undefined) goTo(model.room(room));
  });
  open.addEventListener('click', async (event) => {
    const room = event.target.closest('[data-room]')?.dataset.room;
    if (room === undefined) return;
    await session.joinRoom(room);
    drawer.close();
    byId('message-input').focus();
  });
  people.addEventListener('click', (event) => {
    const name = event.target.closest('[data-name]')?.dataset.name;
    if (name !== undefined && name !== model.me?.name) goTo(model.person(name));
  });
  byId('quit-button').addEventListener('click', () => {
    drawer.close();
    session.quit();
  });

  return () => {
    if (!model.me) return;
    showRooms(model, joined, open);
    showPeople(model, people);
    setText(byId('self-name'), model.me.name);
    setText(byId('self-avatar'), initials(model.me.name));
    byId('self-avatar').dataset.hue = hue(model.me.name);
    byId('menu-badge').hidden = model.unreadTotal() === 0;
  };
}

// ---- rooms

function showRooms(model, joined, open) {
  const rows = model
    .joinedRooms()
    .map((name) => roomRow(model, name, model.conversations.get(`room:${name}`)))
    .sort((a, b) => (b.name === 'lobby') - (a.name === 'lobby') || byName(a.name, b.name));
  keepInStep(joined, rows, createRoom, updateRoom);
  oneTabStop(joined);

  const others = model
    .openRooms()
    .map(({ name }) => roomRow(model, name, null))
    .sort((a, b) => byName(a.name, b.name));
  keepInStep(open, others, createRoom, updateRoom);
  oneTabStop(open);
  open.hidden = others.length === 0;
  byId('open-rooms-title').hidden = open.hidden;
}

function roomRow(model, name, conversation) {
  return {
    key: name,
    name,
    members: model.memberCount(name),
    unread: conversation?.unread ?? 0,
    active: conversation !== null && conversation === model.active,
    joined: conversation !== null,
  };
}

function createRoom(row) {
  return element(
    'li',
    {},
    element(
      'button',
      {
        type: 'button',
        class: 'entry-button',
        'data-testid': 'room-item',
        'data-room': row.name,
        'data-joined': String(row.joined),
      },
      element('span', { class: `icon icon-${row.joined ? 'hash' : 'plus'}`, 'aria-hidden': 'true' }),
      row.joined ? '' : element('span', { class: 'visually-hidden' }, 'Join '),
      element('span', { class: 'entry-name' }, row.name),
      element('span', { class: 'visually-hidden' }, ', '),
      element('span', { class: 'entry-count', 'data-testid': 'room-members' }),
      element('span', { class: 'badge', 'data-testid': 'unread-badge' }),
    ),
  );
}

function updateRoom(node, row) {
  const button = node.firstChild;
  setAttribute(button, 'aria-current', row.active ? 'page' : null);
  showBadge(button, row.unread);
  const count = button.querySelector('.entry-count');
  if (count.dataset.count === String(row.members)) return;
  count.dataset.count = row.members;
  count.replaceChildren(
    String(row.members),
    element('span', { class: 'visually-hidden' }, row.members === 1 ? ' person' : ' people'),
  );
}

function showBadge(button, unread) {
  const badge = button.querySelector('.badge');
  button.classList.toggle('has-unread', unread > 0);
  if (badge.dataset.count === String(unread)) return;
  badge.dataset.count = unread;
  badge.hidden = unread === 0;
  if (unread === 0) badge.replaceChildren();
  else
    badge.replaceChildren(
      unread > 99 ? '99+' : String(unread),
      element('span', { class: 'visually-hidden' }, ' unread'),
    );
}

// ---- people

function showPeople(model, list) {
  const names = new Set(model.people.values());
  setText(byId('people-count'), String(names.size));
  const partners = [...model.conversations.values()].filter((each) => each.kind === 'person').map((each) => each.name);
  const rows = [...new Set([...names, ...partners])]
    .filter((name) => name !== model.me.name)
    .sort(byName)
    .map((name) => {
      const conversation = model.conversations.get(personKey(name));
      return {
        key: name,
        name,
        online: names.has(name),
        unread: conversation?.unread ?? 0,
        active: conversation !== undefined && conversation === model.active,
      };
    });
  rows.unshift({ key: ' self', name: model.me.name, self: true });
  keepInStep(list, rows, createPerson, updatePerson);
  oneTabStop(list);
}

function createPerson(row) {
  const avatar = element('span', { class: 'avatar small', 'aria-hidden': 'true' });
  if (row.self) return element('li', { class: 'entry-self' }, avatar, element('span', { class: 'entry-name' }));
  avatar.dataset.hue = hue(row.name);
  avatar.textContent = initials(row.name);
  return element(
    'li',
    {},
    element(
      'button',
      { type: 'button', class: 'entry-button', 'data-testid': 'person-item', 'data-name': row.name },
      avatar,
      element('span', { class: 'entry-name' }, row.name),
      element('span', { class: 'visually-hidden', 'data-presence': '' }),
      element('span', { class: 'badge', 'data-testid': 'unread-badge' }),
    ),
  );
}

function updatePerson(node, row) {
  if (row.self) {
    setText(node.querySelector('.entry-name'), `${row.name} (you)`);
    setText(node.querySelector('.avatar'), initials(row.name));
    setAttribute(node.querySelector('.avatar'), 'data-hue', hue(row.name));
    return;
  }
  const button = node.firstChild;
  setAttribute(button, 'aria-current', row.active ? 'page' : null);
  setAttribute(button, 'data-online', String(row.online));
  setText(button.querySelector('[data-presence]'), row.online ? ', online' : ', offline');
  showBadge(button, row.unread);
}

// ---- the drawer

function phoneDrawer() {
  const chat = byId('chat');
  const sidebar = byId('sidebar');
  const main = byId('main');
  const opener = byId('open-sidebar');
  const phone = matchMedia('(max-width: 47.99rem)');
  let isOpen = false;

  const show = () => {
    chat.classList.toggle('drawer-open', isOpen);
    sidebar.inert = phone.matches && !isOpen;
    main.inert = phone.matches && isOpen;
    byId('scrim').hidden = !(phone.matches && isOpen);
    opener.setAttribute('aria-expanded', String(isOpen));
  };
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    show();
    opener.focus();
  };

  opener.addEventListener('click', () => {
    isOpen = true;
    show();
    byId('close-sidebar').focus();
  });
  byId('close-sidebar').addEventListener('click', close);
  byId('scrim').addEventListener('click', close);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    close();
  });
  phone.addEventListener('change', show);
  show();
  return { close };
}
