// The active conversation: its head, its messages, who is typing, and the box to write in.

import { byId, element, keepInStep, setAttribute, setText } from './dom.js';
import { LOBBY } from './model.js';
import { appendLinked, byName, clockTime, dayKey, dayName, fullTime, hue, initials, nameList, plural } from './text.js';

const SAME_GROUP = 5 * 60_000;
const NEAR_THE_END = 48;

const STATES = {
  waiting: ['clock', 'Waiting for the connection'],
  sending: ['clock', 'Sending …'],
  sent: ['check', 'Sent'],
  failed: ['alert', 'Not sent'],
};

export function conversationView(model, session) {
  const log = byId('log');
  const list = byId('messages');
  const toLatest = byId('to-latest');
  const composer = composerView(model, session);
  let shown = null;
  let atEnd = true;

  const scrollToEnd = () => {
    log.scrollTop = log.scrollHeight;
  };
  const look = () => {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END;
    model.reading = atEnd && document.visibilityState === 'visible';
    if (model.reading && shown) model.read(shown);
    toLatest.hidden = atEnd;
  };

  log.addEventListener('scroll', look, { passive: true });
  document.addEventListener('visibilitychange', look);
  new ResizeObserver(() => {
    if (atEnd) scrollToEnd();
    look();
  }).observe(log);
  toLatest.addEventListener('click', () => {
    scrollToEnd();
    byId('message-input').focus();
  });
  list.addEventListener('click', (event) => {
    const key = event.target.closest('[data-retry]')?.dataset.retry;
    const item = key && model.active.items.find((each) => each.key === key);
    if (item) session.retry(item);
  });
  byId('leave-room-button').addEventListener('click', async () => {
    await session.leaveRoom(model.active);
    byId('message-input').focus();
  });

  return () => {
    if (!model.me) {
      shown = null;
      return;
    }
    const { active } = model;
    const switched = active !== shown;
    const wroteOwn = active.items.at(-1)?.mine && active.items.at(-1).state !== 'sent';
    if (switched) composer.switchTo(shown, active);
    // What was said before is no news: a switch of conversations is not read out.
    if (switched) log.setAttribute('aria-live', 'off');
    shown = active;
    showHead(model, active);
    keepInStep(list, rowsOf(active), createRow, updateRow);
    if (switched || atEnd || wroteOwn) scrollToEnd();
    look();
    setText(
      byId('to-latest-text'),
      active.unread ? plural(active.unread, 'new message', 'new messages') : 'Latest messages',
    );
    showTyping(active);
    document.title = `${model.unreadTotal() ? `(${model.unreadTotal()}) ` : ''}${titleOf(active)} – Parley`;
    if (switched) setTimeout(() => log.setAttribute('aria-live', 'polite'), 150);
  };
}

const titleOf = (conversation) => (conversation.kind === 'room' ? `# ${conversation.name}` : conversation.name);

function showHead(model, active) {
  const isRoom = active.kind === 'room';
  setText(byId('conversation-title'), titleOf(active));
  setText(byId('conversation-detail'), isRoom ? membersLine(model, active) : partnerLine(model, active));
  byId('leave-room-button').hidden = !isRoom || active.name === LOBBY;
}

function membersLine(model, room) {
  const others = room
    .memberNames()
    .filter((name) => name !== model.me.name)
    .sort(byName);
  return others.length === 0 ? 'Only you are here' : nameList(['You', ...others], 5);
}

function partnerLine(model, partner) {
  return `Only you two can read this · ${model.isOnline(partner.name) ? 'online' : 'offline'}`;
}

function showTyping(active) {
  const names = [...active.typing.keys()].sort(byName);
  const text = names.length === 0 ? '' : `${nameList(names)} ${names.length === 1 ? 'is' : 'are'} typing …`;
  const line = byId('typing-line');
  setText(line, text);
  line.classList.toggle('shown', text !== '');
}

// ---- rows: days, the line above what is unread, notes, messages grouped by their sender

function rowsOf(conversation) {
  const rows = [];
  let before = null;
  for (const item of conversation.items) {
    const newDay = !before || dayKey(before.at) !== dayKey(item.at);
    if (newDay) rows.push({ key: `day-${dayKey(item.at)}`, type: 'day', at: item.at });
    const firstUnread = item.key === conversation.unreadFrom;
    if (firstUnread) rows.push({ key: 'unread', type: 'unread' });
    if (item.type === 'note') {
      rows.push({ key: item.key, type: 'note', item });
    } else {
      const follows = before?.type === 'message' && before.from === item.from && item.at - before.at < SAME_GROUP;
      rows.push({ key: item.key, type: 'message', item, first: newDay || firstUnread || !follows, showState: false });
    }
    before = item;
  }
  markStates(rows);
  if (rows.length === 0) rows.push({ key: 'empty', type: 'empty', text: emptyText(conversation) });
  return rows;
}

// "Sent" only under the newest message of all: once others spoke, nobody doubts it. One word for a run of waiting ones.
function markStates(rows) {
  for (const [at, row] of rows.entries()) {
    if (row.type !== 'message' || !row.item.mine) continue;
    const next = rows[at + 1]?.item;
    row.showState = row.item.state === 'failed' || (row.item.state === 'sent' ? !next : next?.state !== row.item.state);
  }
}

function emptyText(conversation) {
  if (conversation.kind === 'person') return `This is the beginning of your conversation with ${conversation.name}.`;
  return `Nothing has been said in ${conversation.name} yet. Say hello!`;
}

function createRow(row) {
  if (row.type === 'day') return element('li', { class: 'divider' }, element('span', {}, dayName(row.at)));
  if (row.type === 'unread') return element('li', { class: 'divider unread-divider' }, element('span', {}, 'New'));
  if (row.type === 'empty') return element('li', { class: 'empty-log muted' });
  if (row.type === 'note') return createNote(row.item);
  return createMessage(row.item);
}

function createNote({ text, at }) {
  return element('li', { class: 'note', 'data-testid': 'note' }, text, ' ', timeOf(at));
}

function timeOf(at) {
  return element('time', { datetime: new Date(at).toISOString(), title: fullTime(at) }, clockTime(at));
}

function createMessage(item) {
  const text = element('p', { class: 'message-text', 'data-testid': 'message-text', dir: 'auto' });
  appendLinked(text, item.text);
  return element(
    'li',
    { class: `message ${item.mine ? 'mine' : 'theirs'}`, 'data-testid': 'message', 'data-from': item.from },
    element('span', { class: 'avatar', 'data-hue': hue(item.from), 'aria-hidden': 'true' }, initials(item.from)),
    element(
      'div',
      { class: 'message-body' },
      element(
        'p',
        { class: 'message-head' },
        element('span', { class: 'message-from' }, item.mine ? 'You' : item.from),
        element('span', { class: 'visually-hidden' }, ', '),
        timeOf(item.at),
      ),
      text,
      element('p', { class: 'message-state' }),
    ),
  );
}

function updateRow(node, row) {
  if (row.type === 'empty') setText(node, row.text);
  if (row.type !== 'message') return;
  const { item } = row;
  node.classList.toggle('first', row.first);
  setAttribute(node, 'data-state', item.state);
  if (item.mine) showState(node.querySelector('.message-state'), item, row.showState);
}

function showState(line, item, visible) {
  const wanted = visible ? `${item.state} ${item.error ?? ''}` : '';
  if (line.dataset.shown === wanted) return;
  line.dataset.shown = wanted;
  line.replaceChildren();
  if (!visible) return;
  const [icon, label] = STATES[item.state];
  line.append(element('span', { class: `icon icon-${icon}`, 'aria-hidden': 'true' }), label);
  if (item.state !== 'failed') return;
  line.append(`: ${item.error} `);
  line.append(
    element(
      'button',
      { type: 'button', class: 'link-button', 'data-testid': 'retry-button', 'data-retry': item.key },
      'Try again',
    ),
  );
}

// ---- the box to write in

function composerView(model, session) {
  const form = byId('composer');
  const input = byId('message-input');
  const left = byId('composer-left');

  const fit = () => {
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight + input.offsetHeight - input.clientHeight}px`;
    const room = input.maxLength - input.value.length;
    setText(left, room < 200 ? ` · ${plural(room, 'character', 'characters')} left` : '');
  };

  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  input.addEventListener('input', () => {
    fit();
    if (input.value.trim()) session.typing(model.active);
    else session.stopTyping();
  });
  input.addEventListener('blur', () => session.stopTyping());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) {
      session.send(model.active, text);
      input.value = '';
      fit();
    }
    input.focus();
  });

  return {
    switchTo(before, conversation) {
      session.stopTyping();
      if (before) before.draft = input.value;
      input.value = conversation.draft;
      const label =
        conversation.kind === 'room' ? `Message to # ${conversation.name}` : `Message to ${conversation.name}`;
      setText(byId('message-label'), label);
      input.placeholder = label;
      fit();
    },
  };
}
