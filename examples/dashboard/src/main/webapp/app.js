import { io } from './socket.io/socket.io.esm.min.js';

const MINUTE = 60;
const METRICS = {
  CPU: { title: 'CPU', unit: '%', digits: 1, top: 10 },
  HEAP: { title: 'Heap in use', unit: 'MB', digits: 0, top: 50 },
  THREADS: { title: 'Threads', unit: '', digits: 0, top: 10 },
  CLIENTS: { title: 'Clients', unit: '', digits: 0, top: 4 },
};

// relative to this file, so that the WAR can have any context path
const socket = io({ path: new URL('socket.io/', import.meta.url).pathname });
const status = document.getElementById('status');
const cards = new Map(Object.entries(METRICS).map(([metric, look]) => [metric, new Card(metric, look)]));

socket.on('connect', () => {
  status.textContent = 'Live';
  status.dataset.state = 'live';
  cards.forEach((card) => card.follow());
});
socket.on('disconnect', () => {
  status.textContent = 'The server is away; waiting for it …';
  status.dataset.state = 'away';
});
socket.on('reading', (reading) => cards.get(reading.metric).add(reading));

function Card(metric, { title, unit, digits, top }) {
  const section = document.getElementById('card').content.firstElementChild.cloneNode(true);
  const find = (selector) => section.querySelector(selector);
  const live = find('input');
  let readings = [];

  find('h2').textContent = title;
  find('.unit').textContent = unit;
  find('svg').setAttribute('aria-label', `${title} in the last minute`);
  live.setAttribute('aria-label', `${title} live`);
  live.addEventListener('change', () => this.follow());
  document.getElementById('cards').append(section);

  this.follow = () => {
    section.classList.toggle('paused', !live.checked);
    if (!live.checked) {
      socket.emit('unwatch', metric);
      return;
    }
    // a reading may be quicker than the answer: what is known from both is shown once
    socket.emit('watch', metric, (history) => {
      const since = history.at(-1)?.at ?? 0;
      readings = [...history, ...readings.filter(({ at }) => at > since)];
      draw();
    });
  };

  this.add = (reading) => {
    readings = [...readings, reading].slice(-MINUTE);
    draw();
  };

  function draw() {
    if (readings.length === 0) return;
    const values = readings.map(({ value }) => value);
    const show = (value) => value.toFixed(digits);
    const highest = Math.max(top, ...values) * 1.1;
    const x = (index) => ((MINUTE - values.length + index) * 300) / (MINUTE - 1);
    const points = values.map((value, index) => `${x(index).toFixed(1)},${(80 - (value / highest) * 78).toFixed(1)}`);
    find('output').textContent = show(values.at(-1));
    find('.line').setAttribute('d', `M${points.join('L')}`);
    find('.area').setAttribute('d', `M${x(0).toFixed(1)},80L${points.join('L')}L300,80Z`);
    find('.range').textContent = `lowest ${show(Math.min(...values))}, highest ${show(Math.max(...values))}`;
  }
}
