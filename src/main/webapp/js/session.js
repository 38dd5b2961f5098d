// The line to the server: enters the chat, comes back after an outage, and sees to it that every message is either
// confirmed or shown as failed. Events as in the server's chat package.

import { randomId, rememberName, rememberTabRooms, tabRooms, userId } from './storage.js';
import { LOBBY } from './model.js';

const ANSWER_WITHIN = 10_000;
const TRIES = 2;
const TYPING_EVERY = 2_500;
// After an outage the person we write to may need longer than we do to come back.
const PARTNER_WITHIN = 20_000;

const REFUSALS = {
  'name taken': 'Somebody in the chat has this name already. Please choose another one.',
  'bad name': 'A name has 1 to 32 characters, and no control characters.',
};

export class Session {
  #model;
  #socket;
  #typing = { conversation: null, since: 0 };
  #backSince = 0;

  // io: the official client; path: of Socket.IO on this server; transports: null for the client's own choice
  constructor(io, model, path, transports) {
    this.#model = model;
    this.#socket = io({
      path,
      autoConnect: false,
      auth: (answer) => answer({ name: this.name, user: userId() }),
      reconnectionDelay: 500,
      reconnectionDelayMax: 4_000,
      ...(transports ? { transports } : {}),
    });
    this.#listen();
  }

  // ---- coming and going

  enter(name) {
    this.name = name;
    rememberName(name);
    this.#model.entering();
    for (const room of tabRooms() ?? []) this.#model.room(room);
    this.#socket.connect();
  }

  quit() {
    rememberTabRooms(null);
    this.#socket.disconnect();
    this.#model.left();
  }

  #listen() {
    const socket = this.#socket;
    const model = this.#model;
    socket.on('connect', () => this.#watchTransport());
    socket.on('connect_error', (error) => this.#notConnected(error));
    socket.on('disconnect', (reason) => this.#disconnected(reason));
    socket.on('welcome', (welcome) => this.#welcomed(welcome));
    socket.on('person:online', ({ person }) => {
      model.online(person);
      this.#sendWaiting(model.conversations.get(`person:${person.name}`));
    });
    socket.on('person:offline', ({ id }) => model.offline(id));
    socket.on('room:joined', ({ room, person }) => model.roomJoined(room, person));
    socket.on('room:left', ({ room, person }) => model.roomLeft(room, person));
    socket.on('rooms', (rooms) => model.roomList(rooms));
    socket.on('message', (message) => this.#inRoom(message.room, (room) => model.received(room, message)));
    socket.on('private', (message) => {
      const partner = message.from.name === model.me?.name ? message.to : message.from;
      model.received(model.person(partner.name), message);
    });
    socket.on('typing', ({ room, from, typing }) => {
      this.#inRoom(room, (conversation) => model.typing(conversation, from.name, typing));
    });
    socket.on('private:typing', ({ from, typing }) => {
      const conversation = model.conversations.get(`person:${from.name}`);
      if (conversation) model.typing(conversation, from.name, typing);
    });
    socket.on('notification', (notification) => model.notified(notification));
  }

  #inRoom(name, action) {
    const conversation = this.#model.conversations.get(`room:${name}`);
    if (conversation) action(conversation);
  }

  // Each connection has an engine of its own; it starts with polling and is upgraded a moment later.
  #watchTransport() {
    const engine = this.#socket.io.engine;
    this.#model.transport(engine.transport.name);
    engine.on('upgrade', (transport) => this.#model.transport(transport.name));
  }

  #notConnected(error) {
    if (this.#socket.active) return this.#model.unreachable();
    const reason = error.data?.reason ?? error.message;
    this.#model.refused(REFUSALS[reason] ?? `The server refused: ${reason}`);
  }

  #disconnected(reason) {
    if (reason === 'io client disconnect') return;
    this.#model.lost();
    // The client comes back by itself, but not when the server said goodbye, as one that is being stopped does.
    if (reason === 'io server disconnect') setTimeout(() => this.#comeBack(), 500 + Math.random() * 1_000);
  }

  #comeBack() {
    if (this.#model.wantsIn && !this.#socket.connected) this.#socket.connect();
  }

  async #welcomed(welcome) {
    this.#model.welcomed(welcome);
    this.#backSince = Date.now();
    setTimeout(() => this.#giveUpPartners(), PARTNER_WITHIN + 100);
    await Promise.all(this.#model.joinedRooms().map((room) => this.#enterRoom(this.#model.room(room))));
    this.#rememberRooms();
    for (const conversation of this.#model.conversations.values()) this.#sendWaiting(conversation);
  }

  // ---- rooms

  async joinRoom(name) {
    const room = name.trim();
    const answer = await this.#ask('room:join', { room });
    if (!answer.ok) return answer;
    const conversation = this.#model.room(answer.room);
    this.#model.entered(conversation, answer.members, answer.history);
    this.#model.show(conversation);
    this.#rememberRooms();
    return answer;
  }

  async leaveRoom(conversation) {
    const answer = await this.#ask('room:leave', { room: conversation.name });
    if (!answer.ok) return answer;
    this.#model.forget(conversation);
    this.#rememberRooms();
    return answer;
  }

  async #enterRoom(conversation) {
    const answer = await this.#ask('room:join', { room: conversation.name });
    if (answer.ok) this.#model.entered(conversation, answer.members, answer.history);
  }

  #rememberRooms() {
    rememberTabRooms(this.#model.joinedRooms().filter((room) => room !== LOBBY));
  }

  // ---- messages

  send(conversation, text) {
    const item = this.#model.written(conversation, text, randomId());
    this.stopTyping();
    this.#transmit(item, TRIES);
  }

  retry(item) {
    this.#transmit(item, TRIES);
  }

  #sendWaiting(conversation) {
    if (!conversation?.ready) return;
    for (const item of this.#model.unsentIn(conversation)) {
      if (item.state === 'waiting') this.#transmit(item, TRIES);
    }
  }

  // The same clientId with every try: the server that has the message already only confirms it.
  async #transmit(item, tries) {
    const model = this.#model;
    const { conversation, text, clientId } = item;
    if (!this.#socket.connected || !conversation.ready) return model.waiting(item);
    const to = conversation.kind === 'person' ? model.idsOf(conversation.name)[0] : null;
    if (to === undefined) return this.#partnerMissing(item);

    model.sending(item);
    const answer = to
      ? await this.#ask('private', { to, text, clientId })
      : await this.#ask('message', { room: conversation.name, text, clientId });
    if (item.state === 'sent') return;
    if (answer.ok) model.sent(item, answer.message);
    else if (!answer.silent) model.failed(item, answer.error);
    else if (!this.#socket.connected) model.waiting(item);
    else if (tries > 1) this.#transmit(item, tries - 1);
    else model.failed(item, 'The server did not answer.');
  }

  #partnerMissing(item) {
    const justBack = Date.now() - this.#backSince < PARTNER_WITHIN;
    if (justBack) this.#model.waiting(item);
    else this.#model.failed(item, `${item.conversation.name} is not online.`);
  }

  #giveUpPartners() {
    if (!this.#socket.connected || Date.now() - this.#backSince < PARTNER_WITHIN) return;
    for (const conversation of this.#model.conversations.values()) {
      if (conversation.kind === 'person') this.#sendWaiting(conversation);
    }
  }

  // Never rejects: no answer in time, or the connection lost meanwhile, is {ok: false, silent: true}.
  #ask(event, payload) {
    return new Promise((resolve) => {
      if (!this.#socket.connected) return resolve({ ok: false, silent: true, error: 'There is no connection.' });
      this.#socket.timeout(ANSWER_WITHIN).emit(event, payload, (error, answer) => {
        resolve(error ? { ok: false, silent: true, error: 'The server did not answer.' } : answer);
      });
    });
  }

  notifyEverybody(text) {
    return this.#ask('notify', { text });
  }

  // ---- typing

  typing(conversation) {
    const now = Date.now();
    if (this.#typing.conversation !== conversation) this.stopTyping();
    if (now - this.#typing.since < TYPING_EVERY) return;
    this.#typing = { conversation, since: now };
    this.#tellTyping(conversation, true);
  }

  stopTyping() {
    const { conversation } = this.#typing;
    this.#typing = { conversation: null, since: 0 };
    if (conversation) this.#tellTyping(conversation, false);
  }

  #tellTyping(conversation, typing) {
    if (!this.#socket.connected) return;
    if (conversation.kind === 'room') {
      this.#socket.volatile.emit('typing', { room: conversation.name, typing });
    } else {
      for (const to of this.#model.idsOf(conversation.name))
        this.#socket.volatile.emit('private:typing', { to, typing });
    }
  }
}
