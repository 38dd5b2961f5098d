// A classic script in the head, so that the chosen colours are there before the first paint.
(() => {
  const KEY = 'parley.theme';
  const NEXT = { system: 'light', light: 'dark', dark: 'system' };
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage refused: the system's choice holds
    }
  };
  const show = (theme) => {
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const label of document.querySelectorAll('[data-theme-label]')) label.textContent = `Colour theme: ${theme}`;
    for (const button of document.querySelectorAll('[data-theme-switch]')) button.title = `Colour theme: ${theme}`;
  };

  let theme = stored() in NEXT ? stored() : 'system';
  show(theme);
  document.addEventListener('DOMContentLoaded', () => {
    show(theme);
    for (const button of document.querySelectorAll('[data-theme-switch]')) {
      button.addEventListener('click', () => {
        theme = NEXT[theme];
        show(theme);
        try {
          localStorage.setItem(KEY, theme);
        } catch {
          // not remembered then
        }
      });
    }
  });
})();
