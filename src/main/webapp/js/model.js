// What the page knows: conversations, people, rooms, the connection. No DOM and no socket here: session.js tells it
// what happened, the views show it. Each change calls `changed`, and a burst of changes is shown once.

export const LOBBY = 'lobby';

const KEPT_ITEMS = 500;
const TYPING_ENDS = 6_000;
// Someone who comes back within this time never left, as far as the others can see. A server's restart takes longer.
const ABSENCE = 5_000;
const ABSENCE_AFTER_OUTAGE = 20_000;

export const roomKey = (room) => `room:${room}`;
export const personKey = (name) => `person:${name}`;

class Conversation {
  constructor(kind, name) {
    this.kind = kind; // 'room' or 'person'
    this.name = name;
    this.key = kind === 'room' ? roomKey(name) : personKey(name);
    this.items = []; // messages and notes, oldest first
    this.unread = 0;
    this.unreadFrom = null; // key of the first item that was not read, until the reader moves on
    this.draft = '';
    this.typing = new Map(); // name → timer
    this.members = new Map(); // socket id → name; rooms only
    this.absent = new Map(); // name → timer: gone, but not yet given up
    this.ready = kind === 'person'; // a room: joined on this connection
    this.wasReady = false; // a room: joined once, so that those who come now are news
  }

  memberNames() {
    return [...new Set(this.members.values())];
  }
}

export class Model {
  #onChange;
  #told = false;
  #clockOffset = 0;
  #keys = 0;

  constructor(onChange) {
    this.#onChange = onChange;
    this.me = null; // {id, name}
    this.wantsIn = false; // the person chose to be in the chat, connected or not
    this.connection = 'off'; // off, connecting, online, lost
    this.refusal = ''; // why the last try to enter failed
    this.status = { transport: '', node: '' };
    this.people = new Map(); // socket id → name
    this.rooms = []; // {name, members}, of all nodes
    this.conversations = new Map();
    this.notifications = [];
    this.reading = true; // the page is in sight and the newest message of the active conversation too
    this.active = this.#conversation('room', LOBBY);
  }

  changed() {
    if (this.#told) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      this.#onChange();
    });
  }

  // The server's time, so that our own lines stand right among the others.
  now() {
    return Date.now() + this.#clockOffset;
  }

  // ---- the connection

  entering() {
    this.wantsIn = true;
    this.refusal = '';
    this.connection = 'connecting';
    this.changed();
  }

  refused(reason) {
    this.wantsIn = false;
    this.connection = 'off';
    this.refusal = reason;
    this.changed();
  }

  unreachable() {
    if (this.connection === 'connecting') this.refusal = 'The server does not answer. Still trying …';
    this.changed();
  }

  welcomed({ me, node, at, people, rooms }) {
    const cameBack = this.me !== null;
    if (Number.isFinite(at)) this.#clockOffset = at - Date.now();
    this.me = me;
    this.connection = 'online';
    this.refusal = '';
    this.status.node = node;
    this.rooms = rooms;
    this.people = new Map(people.map((person) => [person.id, person.name]));
    for (const conversation of this.conversations.values()) {
      if (conversation.kind !== 'room') continue;
      const before = conversation.memberNames();
      conversation.members = new Map(
        people.filter((person) => person.rooms.includes(conversation.name)).map((person) => [person.id, person.name]),
      );
      if (cameBack && conversation.wasReady) this.#compareMembers(conversation, before);
    }
    this.changed();
  }

  #compareMembers(conversation, before) {
    const now = new Set(conversation.memberNames());
    for (const name of before) if (!now.has(name)) this.#mayHaveLeft(conversation, name, ABSENCE_AFTER_OUTAGE);
    for (const name of now) if (!before.includes(name)) this.#arrived(conversation, name);
  }

  lost() {
    this.connection = 'lost';
    for (const conversation of this.conversations.values()) {
      conversation.ready = conversation.kind === 'person';
      for (const name of [...conversation.typing.keys()]) this.#stopTyping(conversation, name);
    }
    this.changed();
  }

  transport(name) {
    this.status.transport = name;
    this.changed();
  }

  left() {
    for (const conversation of this.conversations.values()) {
      for (const timer of [...conversation.typing.values(), ...conversation.absent.values()]) clearTimeout(timer);
    }
    this.me = null;
    this.wantsIn = false;
    this.connection = 'off';
    this.people.clear();
    this.conversations.clear();
    this.notifications = [];
    this.active = this.#conversation('room', LOBBY);
    this.changed();
  }

  // ---- people and rooms

  online({ id, name, rooms }) {
    const isNew = ![...this.people.values()].includes(name);
    this.people.set(id, name);
    for (const room of rooms) this.#memberIn(room, { id, name });
    const conversation = this.conversations.get(personKey(name));
    if (isNew && conversation) this.#arrived(conversation, name);
    this.changed();
  }

  offline(id) {
    const name = this.people.get(id);
    if (name === undefined) return;
    this.people.delete(id);
    const gone = ![...this.people.values()].includes(name);
    for (const conversation of this.conversations.values()) {
      const wasHere = conversation.members.delete(id) && !conversation.memberNames().includes(name);
      const wasPartner = gone && conversation.key === personKey(name);
      if (wasHere || wasPartner) this.#mayHaveLeft(conversation, name, ABSENCE);
    }
    this.changed();
  }

  roomJoined(room, person) {
    this.#memberIn(room, person);
    this.changed();
  }

  roomLeft(room, { id, name }) {
    const conversation = this.conversations.get(roomKey(room));
    if (!conversation?.members.delete(id)) return;
    if (!conversation.memberNames().includes(name)) {
      this.#stopTyping(conversation, name);
      this.#note(conversation, `${name} left`);
    }
    this.changed();
  }

  roomList(rooms) {
    this.rooms = rooms;
    this.changed();
  }

  idsOf(name) {
    return [...this.people].filter(([, other]) => other === name).map(([id]) => id);
  }

  isOnline(name) {
    return this.idsOf(name).length > 0;
  }

  #memberIn(room, { id, name }) {
    const conversation = this.conversations.get(roomKey(room));
    if (!conversation || conversation.members.has(id)) return;
    const isNew = !conversation.memberNames().includes(name);
    conversation.members.set(id, name);
    if (isNew) this.#arrived(conversation, name);
  }

  #arrived(conversation, name) {
    if (name === this.me?.name) return;
    if (conversation.absent.has(name)) {
      clearTimeout(conversation.absent.get(name));
      conversation.absent.delete(name);
    } else {
      this.#note(conversation, conversation.kind === 'room' ? `${name} joined` : `${name} is back online`);
    }
  }

  #mayHaveLeft(conversation, name, patience) {
    this.#stopTyping(conversation, name);
    if (name === this.me?.name || conversation.absent.has(name)) return;
    const timer = setTimeout(() => {
      conversation.absent.delete(name);
      this.#note(conversation, conversation.kind === 'room' ? `${name} left` : `${name} went offline`);
      this.changed();
    }, patience);
    conversation.absent.set(name, timer);
  }

  // ---- conversations

  #conversation(kind, name) {
    const key = kind === 'room' ? roomKey(name) : personKey(name);
    let conversation = this.conversations.get(key);
    if (!conversation) {
      conversation = new Conversation(kind, name);
      this.conversations.set(key, conversation);
    }
    return conversation;
  }

  room(name) {
    return this.#conversation('room', name);
  }

  person(name) {
    return this.#conversation('person', name);
  }

  joinedRooms() {
    return [...this.conversations.values()].filter((each) => each.kind === 'room').map((each) => each.name);
  }

  openRooms() {
    return this.rooms.filter((room) => !this.conversations.has(roomKey(room.name)));
  }

  memberCount(name) {
    return this.rooms.find((room) => room.name === name)?.members ?? 0;
  }

  show(conversation) {
    if (this.active !== conversation) this.active.unreadFrom = null;
    this.active = conversation;
    this.changed();
  }

  forget(conversation) {
    this.conversations.delete(conversation.key);
    for (const timer of [...conversation.typing.values(), ...conversation.absent.values()]) clearTimeout(timer);
    if (this.active === conversation) this.active = this.room(LOBBY);
    this.changed();
  }

  // The answer to a join: who is there, and the last messages, some of which may be here already.
  entered(conversation, members, history) {
    const isFirst = !conversation.wasReady;
    conversation.ready = true;
    conversation.wasReady = true;
    for (const person of members) {
      if (isFirst) conversation.members.set(person.id, person.name);
      else this.#memberIn(conversation.name, person);
    }
    let added = 0;
    for (const message of history) if (this.#place(conversation, message)) added++;
    if (added > 0) {
      conversation.items.sort((a, b) => isWaiting(a) - isWaiting(b) || a.at - b.at);
      if (!isFirst) this.#countUnread(conversation, added, conversation.items.at(-1));
    }
    this.changed();
  }

  received(conversation, message) {
    this.#stopTyping(conversation, message.from.name);
    if (this.#place(conversation, message)) {
      this.#countUnread(conversation, message.from.name === this.me?.name ? 0 : 1, conversation.items.at(-1));
    }
    this.changed();
  }

  // Adds a message unless it is known: by its id, or, being our own and not yet confirmed, by the id we gave it.
  #place(conversation, { id, from, text, at, clientId }) {
    const mine = from.name === this.me?.name;
    const known = conversation.items.find(
      (item) => item.type === 'message' && (item.id === id || (mine && item.clientId && item.clientId === clientId)),
    );
    if (known) {
      if (known.state !== 'sent') this.sent(known, { id, at });
      return false;
    }
    this.#add(conversation, { type: 'message', id, clientId, from: from.name, mine, text, at, state: 'sent' });
    return true;
  }

  // Our own message, shown before the server has it.
  written(conversation, text, clientId) {
    conversation.unreadFrom = null;
    const item = { type: 'message', clientId, from: this.me.name, mine: true, text, at: this.now(), state: 'waiting' };
    item.conversation = conversation;
    this.#add(conversation, item);
    this.changed();
    return item;
  }

  sending(item) {
    item.state = 'sending';
    this.changed();
  }

  waiting(item) {
    item.state = 'waiting';
    this.changed();
  }

  sent(item, { id, at }) {
    Object.assign(item, { id, at, state: 'sent', error: '' });
    this.changed();
  }

  failed(item, error) {
    Object.assign(item, { state: 'failed', error });
    this.changed();
  }

  unsentIn(conversation) {
    return conversation.items.filter(isWaiting);
  }

  #note(conversation, text) {
    this.#add(conversation, { type: 'note', text, at: this.now() });
  }

  #add(conversation, item) {
    item.key = `item-${++this.#keys}`;
    conversation.items.push(item);
    if (conversation.items.length > KEPT_ITEMS) conversation.items.splice(0, conversation.items.length - KEPT_ITEMS);
  }

  // ---- reading

  #countUnread(conversation, count, newest) {
    if (count === 0 || (conversation === this.active && this.reading)) return;
    conversation.unreadFrom ??= newest.key;
    conversation.unread += count;
  }

  read(conversation) {
    if (conversation.unread === 0) return;
    conversation.unread = 0;
    this.changed();
  }

  unreadTotal() {
    return [...this.conversations.values()].reduce((sum, each) => sum + each.unread, 0);
  }

  // ---- typing, notifications

  typing(conversation, name, active) {
    if (name === this.me?.name) return;
    this.#stopTyping(conversation, name);
    if (active) {
      const timer = setTimeout(() => {
        conversation.typing.delete(name);
        this.changed();
      }, TYPING_ENDS);
      conversation.typing.set(name, timer);
    }
    this.changed();
  }

  #stopTyping(conversation, name) {
    clearTimeout(conversation.typing.get(name));
    conversation.typing.delete(name);
  }

  notified(notification) {
    this.notifications.push({ ...notification, key: `notification-${++this.#keys}` });
    if (this.notifications.length > 3) this.notifications.shift();
    this.changed();
  }

  dismissed(notification) {
    this.notifications = this.notifications.filter((each) => each !== notification);
    this.changed();
  }
}

export function isWaiting(item) {
  return item.type === 'message' && (item.state === 'waiting' || item.state === 'sending');
}
