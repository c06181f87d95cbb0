// Times that stay true while a page stays open. Pages are whole without scripts; each of these files adds one thing.
"use strict";

(() => {
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
  let asOf = Date.parse(document.querySelector("#as-of time").dateTime);
  let opened = Date.now();
  document.addEventListener("htmx:oobAfterSwap", () => {
    asOf = Date.parse(document.querySelector("#as-of time").dateTime);
    opened = Date.now();
  });

  setInterval(() => {
    const now = asOf + (Date.now() - opened);
    for (const time of document.querySelectorAll("time.time")) {
      const said = relative(Date.parse(time.dateTime), now);
      if (time.textContent !== said) time.textContent = said;
    }
  }, 10000);
})();
