// The little we need over the DOM: making elements, and keeping a list of elements in step with a list of rows.

export const byId = (id) => document.getElementById(id);

// element('li', { class: 'x', 'data-id': 1, hidden: true }, child, 'text')
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children);
  return node;
}

// false and null take the attribute away; nothing is touched when nothing changes, so nothing is announced anew.
export function setAttribute(node, name, value) {
  if (value === false || value === null || value === undefined) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else {
    const text = value === true ? '' : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const rowsOf = new WeakMap();

// Makes the children of a list match the rows: one element per key, made once, updated in place, moved only when the
// order changed. A screen reader that follows the list hears only what is new.
export function keepInStep(list, rows, create, update) {
  const known = rowsOf.get(list) ?? new Map();
  const kept = new Map();
  for (const row of rows) {
    const node = known.get(row.key) ?? create(row);
    update(node, row);
    kept.set(row.key, node);
  }
  for (const [key, node] of known) if (!kept.has(key)) node.remove();
  let next = list.firstChild;
  for (const node of kept.values()) {
    if (node === next) next = next.nextSibling;
    else list.insertBefore(node, next);
  }
  rowsOf.set(list, kept);
}

// Arrow keys walk through the buttons of a list, which is one stop for the Tab key.
export function walkWithArrows(list) {
  const buttons = () => [...list.querySelectorAll('button')];
  list.addEventListener('keydown', (event) => {
    const all = buttons();
    const at = all.indexOf(event.target.closest('button'));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, to))].focus();
  });
  list.addEventListener('focusin', (event) => oneTabStop(list, event.target.closest('button')));
}

export function oneTabStop(list, wanted) {
  const all = [...list.querySelectorAll('button')];
  const chosen =
    wanted ??
    all.find((button) => button === document.activeElement) ??
    all.find((button) => button.hasAttribute('aria-current')) ??
    all[0];
  for (const button of all) setAttribute(button, 'tabindex', button === chosen ? '0' : '-1');
}
