// Keeps what a page says true while it stays open. Pages are whole without it.
"use strict";

(() => {
  const asOf = Date.parse(document.querySelector("#as-of time").dateTime);
  const opened = Date.now();

  // As Formats.relative on the server: rounded down, the largest unit that fits.
  const length = (seconds) => {
    if (seconds < 60) return seconds + " s";
    if (seconds < 3600) return Math.floor(seconds / 60) + " min";
    if (seconds < 86400) return Math.floor(seconds / 3600) + " h";
    const days = Math.floor(seconds / 86400);
    if (days < 60) return days === 1 ? "1 day" : days + " days";
    return days < 730 ? Math.floor(days / 30) + " months" : Math.floor(days / 365) + " years";
  };

  const relative = (time, now) => {
    const past = Math.floor((now - time) / 1000);
    if (Math.abs(past) < 10) return "just now";
    return past < 0 ? "in " + length(-past) : length(past) + " ago";
  };

  // On the server's clock, as the page was: the browser's may be wrong.
  setInterval(() => {
    const now = asOf + (Date.now() - opened);
    for (const time of document.querySelectorAll("time.time")) {
      const said = relative(Date.parse(time.dateTime), now);
      if (time.textContent !== said) time.textContent = said;
    }
  }, 10000);

  // A refresh takes neither the focus nor the selection away from a reader.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const live = event.target;
    if (live.id !== "live") return;
    const selected = document.getSelection();
    if (live.contains(document.activeElement) || (selected && !selected.isCollapsed)) {
      event.preventDefault();
    }
  });

  // What was not filled in has no place in the address.
  document.addEventListener("htmx:configRequest", (event) => {
    const said = event.detail.parameters;
    for (const name of Object.keys(said)) if (said[name] === "") delete said[name];
  });

  // A failed refresh says so; the next good one takes the word back.
  const stale = (is) => document.documentElement.classList.toggle("stale", is);
  document.addEventListener("htmx:sendError", () => stale(true));
  document.addEventListener("htmx:responseError", () => stale(true));
  document.addEventListener("htmx:afterOnLoad", () => stale(false));
})();
