// What the browser keeps for us: the name and the user id for good, the rooms for the life of the tab.

const read = (store, key) => {
  try {
    return store().getItem(key);
  } catch {
    return null;
  }
};

const write = (store, key, value) => {
  try {
    if (value === null) store().removeItem(key);
    else store().setItem(key, value);
  } catch {
    // storage refused or full: nothing is remembered, the chat works all the same
  }
};

// Functions, because with cookies blocked even naming these objects throws.
const forGood = () => localStorage;
const forThisTab = () => sessionStorage;

// Not crypto.randomUUID: that one is missing where an intranet serves plain http.
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function rememberedName() {
  return read(forGood, 'parley.name') ?? '';
}

export function rememberName(name) {
  write(forGood, 'parley.name', name);
}

let user = read(forGood, 'parley.user');

// The random id by which the server knows that a name that comes back belongs to the same browser.
export function userId() {
  if (!user) {
    user = randomId();
    write(forGood, 'parley.user', user);
  }
  return user;
}

// The rooms of this tab, or null when this tab is not in the chat.
export function tabRooms() {
  try {
    const rooms = JSON.parse(read(forThisTab, 'parley.rooms'));
    return Array.isArray(rooms) ? rooms.filter((room) => typeof room === 'string') : null;
  } catch {
    return null;
  }
}

export function rememberTabRooms(rooms) {
  write(forThisTab, 'parley.rooms', rooms === null ? null : JSON.stringify(rooms));
}
