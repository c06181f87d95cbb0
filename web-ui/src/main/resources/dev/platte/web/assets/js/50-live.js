// Parts of a page that follow what happens: told by the server, asked for in between where it cannot tell.
"use strict";

(() => {
  const root = document.documentElement;
  const main = document.querySelector("main[data-live]");
  const state = (on) => {
    root.classList.toggle("live-on", on === true);
    root.classList.toggle("live-off", on === false);
    const dot = document.querySelector(".live-dot");
    if (dot && main) dot.textContent = on === false ? "Not up to date: no answer from the server" : on ? "Live" : "";
  };

  const refresh = () => {
    for (const part of document.querySelectorAll("[data-follows]")) htmx.trigger(part, "follow");
  };

  // A refresh takes neither the focus nor the selection nor an open menu away from a reader.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const part = event.target;
    if (part.dataset.follows === undefined) return;
    const selected = document.getSelection();
    if (part.contains(document.activeElement)
        || part.querySelector(":popover-open") !== null
        || (selected && !selected.isCollapsed && part.contains(selected.anchorNode))) {
      event.preventDefault();
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.dataset && event.detail.target.dataset.follows !== undefined && event.detail.xhr.status >= 400) {
      event.detail.shouldSwap = false;
    }
  });
  document.addEventListener("htmx:sendError", () => state(false));

  if (!main) return;

  let source = null;
  let waiting = null;
  const follow = () => {
    if (source) return;
    source = new EventSource(main.dataset.live);
    source.addEventListener("open", () => state(true));
    source.addEventListener("error", () => state(false));
    source.addEventListener("change", () => {
      state(true);
      if (waiting) return;
      waiting = setTimeout(() => { waiting = null; refresh(); }, 150);
    });
  };
  // Browsers keep few connections to one server: a tab that nobody looks at holds none.
  const leave = () => {
    if (source) source.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      follow();
      refresh();
    } else {
      leave();
    }
  });
  addEventListener("pagehide", leave);
  follow();
})();
