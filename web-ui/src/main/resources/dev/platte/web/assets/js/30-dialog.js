// Opens what a link leads to in a dialog, where it is small; without scripts it is a page of its own.
"use strict";

(() => {
  const dialog = document.getElementById("dialog");
  const body = document.getElementById("dialog-body");
  let opener = null;

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== body) return;
    if (event.detail.xhr.status >= 400) return;
    // What follows in an open dialog has the same opener.
    if (!dialog.open) opener = document.activeElement;
    dialog.classList.toggle("dialog-wide", body.querySelector(".act-wide") !== null);
    dialog.setAttribute("aria-labelledby", "act-h");
    if (!dialog.open) dialog.showModal();
    const first = body.querySelector("[autofocus]");
    if (first) first.focus();
  });

  // A link that cannot be opened here is followed.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.verb !== "get" || event.detail.target !== body || event.detail.xhr.status < 400) return;
    event.detail.shouldSwap = false;
    location.href = event.detail.pathInfo.requestPath;
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]") || event.target === dialog) {
      if (event.target === dialog && body.querySelector("form[data-touched]")) return;
      event.preventDefault();
      dialog.close();
    }
  });

  dialog.addEventListener("input", (event) => {
    const form = event.target.closest("form");
    if (form) form.dataset.touched = "";
  });

  dialog.addEventListener("close", () => {
    body.replaceChildren();
    if (opener && opener.isConnected) opener.focus();
  });
})();
