// The status line and the banner of an outage. The banner waits a moment: most gaps are over before one could read it.

import { byId, setText } from './dom.js';

const CALM = 1_000;
const STATES = { off: 'Not connected', connecting: 'Connecting …', online: 'Connected', lost: 'Reconnecting …' };

export function statusView(model) {
  const banner = byId('connection-banner');
  let timer = null;

  const showBanner = () => {
    banner.classList.add('shown');
    setText(banner, 'The connection is lost. Parley comes back by itself, and what you write is sent then.');
  };
  const hideBanner = () => {
    clearTimeout(timer);
    timer = null;
    banner.classList.remove('shown');
    setText(banner, '');
  };
  const part = (name, value) => {
    byId(`status-${name}-part`).hidden = !value;
    setText(byId(`status-${name}`), value);
  };

  return () => {
    const { connection, status } = model;
    const online = connection === 'online';
    byId('status-dot').dataset.state = connection;
    setText(byId('status-state'), STATES[connection]);
    part('transport', online ? status.transport : '');
    part('node', online ? status.node : '');
    byId('status-node').title = status.node;
    if (connection === 'lost') timer ??= setTimeout(showBanner, CALM);
    else hideBanner();
  };
}
