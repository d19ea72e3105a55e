// What the page does by itself, with or without a circuit: theme, keyboard, sign-in link, and style attributes under a strict content security policy.

// The policy forbids style attributes set as text. What Blazor and Radzen set goes through the CSS object model instead, which it allows.
const setAttribute = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  if (name === 'style' && this.style) {
    this.style.cssText = value;
  } else {
    setAttribute.call(this, name, value);
  }
};

const year = 31536000;

function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const link = document.getElementById('radzen-theme');
  if (link) {
    link.href = link.dataset[theme];
  }
  document.cookie = `desk-theme=${theme}; path=/; max-age=${year}; samesite=lax`;
  document.dispatchEvent(new CustomEvent('desk-theme', { detail: theme }));
}

const actions = {
  theme: () => applyTheme(document.documentElement.dataset.theme === 'light' ? 'dark' : 'light'),
  help: () => {
    const help = document.getElementById('help');
    if (help && !help.open) {
      help.showModal();
    }
  },
};

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const action = target?.closest('[data-action]')?.dataset.action;
  if (action) {
    actions[action]?.();
  }

  for (const sheet of document.querySelectorAll('details.stop[open]')) {
    if (!sheet.contains(target)) {
      sheet.open = false;
    }
  }
});

const isTyping = (element) => element instanceof Element
  && (element.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], .rz-dropdown') !== null);

let awaitingPage = 0;

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
    return;
  }

  if (event.key === 'Escape') {
    document.querySelectorAll('details.stop[open]').forEach((sheet) => { sheet.open = false; });
    document.querySelector('[data-key="Escape"]')?.click();
    return;
  }

  if (isTyping(event.target)) {
    return;
  }

  if (awaitingPage && Date.now() - awaitingPage < 1500) {
    awaitingPage = 0;
    const page = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (page) {
      event.preventDefault();
      page.click();
    }
    return;
  }

  awaitingPage = event.key === 'g' ? Date.now() : 0;
  if (event.key === '?') {
    actions.help();
  } else if (event.key === 't') {
    actions.theme();
  } else {
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  }
});

// The printed sign-in link carries its code in the fragment, which no server sees: take it out of the address bar and post it.
function useSignInLink() {
  const form = document.getElementById('signin-code');
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (form && code) {
    history.replaceState(null, '', location.pathname + location.search);
    form.elements.code.value = code;
    form.submit();
  }
}

document.addEventListener('DOMContentLoaded', useSignInLink);
window.addEventListener('hashchange', useSignInLink);

// Called by components.
window.desk = {
  copy: (text) => navigator.clipboard.writeText(text),
  download: (name, text) => {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  },
};
