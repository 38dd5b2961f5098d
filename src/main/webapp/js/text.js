// Text as people read it: links, times, initials, lists of names. Text of people only ever becomes text nodes.

const LINK = /https?:\/\/[^\s<>"'`]+/gi;
const TRAILING = /[.,;:!?)\]}'"»”]+$/;

// Appends text to a node, with its http and https addresses as links.
export function appendLinked(node, text) {
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const address = withoutTrailing(match[0]);
    const url = parsed(address);
    if (!url) continue;
    node.append(text.slice(from, match.index));
    const link = document.createElement('a');
    link.href = url.href;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    link.textContent = address;
    node.append(link);
    from = match.index + address.length;
  }
  node.append(text.slice(from));
}

function withoutTrailing(address) {
  const balanced = address.includes('(') && address.endsWith(')');
  return balanced ? address : address.replace(TRAILING, '');
}

function parsed(address) {
  try {
    const url = new URL(address);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' });
const full = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'medium' });

export const clockTime = (at) => clock.format(at);
export const fullTime = (at) => full.format(at);
export const dayKey = (at) => new Date(at).toDateString();

export function dayName(at) {
  const key = dayKey(at);
  if (key === dayKey(Date.now())) return 'Today';
  if (key === dayKey(Date.now() - 86_400_000)) return 'Yesterday';
  return day.format(at);
}

export function initials(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = [...(words[0] ?? '?')][0];
  const last = words.length > 1 ? [...words.at(-1)][0] : '';
  return (first + last).toUpperCase();
}

// One of eight hues, the same for a name on every page.
export function hue(name) {
  let hash = 0x811c9dc5; // FNV-1a
  for (const character of name) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
  return (Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 13) % 8;
}

// "Ada", "Ada and Bob", "Ada, Bob and 3 more"
export function nameList(names, shown = 3) {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= shown) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${names.slice(0, shown - 1).join(', ')} and ${names.length - shown + 1} more`;
}

export const byName = (a, b) => a.localeCompare(b, undefined, { sensitivity: 'base', numeric: true });
export const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;
