// Notifications to everybody: they stay until they are closed, for nobody should have to read against a clock.

import { byId, element, keepInStep } from './dom.js';
import { appendLinked, clockTime, fullTime } from './text.js';

export function toastView(model) {
  const list = byId('toasts');

  const create = (notification) => {
    const text = element('p', { class: 'toast-text' });
    appendLinked(text, notification.text);
    const close = element(
      'button',
      { type: 'button', class: 'icon-button small' },
      element('span', { class: 'icon icon-close', 'aria-hidden': 'true' }),
      element('span', { class: 'visually-hidden' }, `Close the notification from ${notification.from.name}`),
    );
    close.addEventListener('click', () => dismiss(notification));
    return element(
      'article',
      { class: 'toast', 'data-testid': 'toast' },
      element('span', { class: 'icon icon-megaphone', 'aria-hidden': 'true' }),
      element(
        'div',
        { class: 'toast-body' },
        element(
          'p',
          { class: 'toast-head' },
          element('strong', {}, notification.from.name),
          ' to everybody ',
          element(
            'time',
            { datetime: new Date(notification.at).toISOString(), title: fullTime(notification.at) },
            clockTime(notification.at),
          ),
        ),
        text,
      ),
      close,
    );
  };
  const dismiss = (notification) => {
    const hadFocus = list.contains(document.activeElement);
    model.dismissed(notification);
    if (hadFocus) byId('message-input').focus();
  };

  document.addEventListener('keydown', (event) => {
    const newest = model.notifications.at(-1);
    if (event.key !== 'Escape' || event.defaultPrevented || !newest || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    dismiss(newest);
  });

  return () => keepInStep(list, model.notifications, create, () => {});
}
