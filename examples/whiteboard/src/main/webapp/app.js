import { io } from './socket.io/socket.io.esm.min.js';

const STEP = 0.01;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const canvas = document.getElementById('board');
const pens = document.getElementById('pens');
const tools = document.getElementById('tools');
const status = document.getElementById('status');
const paper = canvas.getContext('2d');
const name = decodeURIComponent(location.hash.slice(1)) || 'lobby';
let stroke = null; // that of this page, while the pen is down
let pen = [0.5, 0.5]; // of the keyboard

document.getElementById('name').textContent = name;

// a namespace for each board; the path is relative to this file, so that the WAR can have any context path
const socket = io(`/boards/${name}`, { path: new URL('socket.io/', import.meta.url).pathname });

socket.on('connect', () => {
  wipe();
  status.dataset.state = 'live';
});
socket.on('disconnect', () => tell('The server is away; waiting for it …', 'away'));
socket.on('connect_error', (error) => tell(`No such board: ${error.message}`, 'away'));
socket.on('strokes', (strokes) => strokes.forEach(draw));
socket.on('draw', draw);
socket.on('clear', wipe);
socket.on('people', (count) => tell(count === 1 ? 'You are alone here' : `${count} people are here`, 'live'));
socket.on('pen', showPen);
socket.on('left', (id) => document.getElementById(`pen-${id}`)?.remove());

canvas.addEventListener('pointerdown', (event) => {
  canvas.setPointerCapture(event.pointerId);
  lower(place(event));
});
canvas.addEventListener('pointermove', (event) => move(place(event)));
canvas.addEventListener('pointerup', lift);
canvas.addEventListener('pointercancel', lift);
canvas.addEventListener('keydown', (event) => {
  if (event.key === ' ') {
    if (stroke) lift();
    else lower(pen);
  } else if (ARROWS[event.key]) {
    pen = pen.map((part, axis) => within(part + ARROWS[event.key][axis] * STEP));
    move(pen);
    showPen('own', ...pen);
  } else {
    return;
  }
  event.preventDefault();
});
document.getElementById('clear').addEventListener('click', () => socket.emit('clear'));
tools.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!tools.board.value) return;
  location.hash = tools.board.value;
});
window.addEventListener('hashchange', () => location.reload());

function lower([x, y]) {
  stroke = { color: tools.color.value, width: Number(tools.width.value), path: [x, y] };
  draw(stroke);
}

function move([x, y]) {
  if (socket.connected) socket.volatile.emit('pen', x, y);
  if (!stroke) return;
  stroke.path.push(x, y);
  draw({ ...stroke, path: stroke.path.slice(-4) });
  if (stroke.path.length >= 1000) {
    lift();
    lower([x, y]);
  }
}

function lift() {
  if (!stroke) return;
  const sent = stroke;
  stroke = null;
  socket.emit('draw', sent, (drawn) => {
    // once more, as the board may have been wiped by a new connection meanwhile
    if (drawn === true) draw(sent);
    else tell('The server did not take the last line', 'away');
  });
}

function draw({ color, width, path }) {
  paper.strokeStyle = color;
  paper.lineWidth = width * 2;
  paper.lineCap = 'round';
  paper.lineJoin = 'round';
  paper.beginPath();
  paper.moveTo(path[0] * canvas.width, path[1] * canvas.height);
  for (let i = 0; i < path.length; i += 2) paper.lineTo(path[i] * canvas.width, path[i + 1] * canvas.height);
  paper.stroke();
}

function wipe() {
  paper.fillStyle = '#ffffff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
}

function showPen(id, x, y) {
  let dot = document.getElementById(`pen-${id}`);
  if (!dot) {
    dot = document.createElement('i');
    dot.id = `pen-${id}`;
    pens.append(dot);
  }
  dot.style.left = `${x * 100}%`;
  dot.style.top = `${y * 100}%`;
}

function place(event) {
  const area = canvas.getBoundingClientRect();
  return [within((event.clientX - area.left) / area.width), within((event.clientY - area.top) / area.height)];
}

function within(part) {
  return Math.round(Math.min(1, Math.max(0, part)) * 10_000) / 10_000;
}

function tell(text, state) {
  status.textContent = text;
  status.dataset.state = state;
}
