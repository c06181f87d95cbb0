// Sends a payload with its progress; a draft that was made for it is used again when the file is sent again.
"use strict";

(() => {
  const size = (bytes) => {
    const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
    let value = bytes;
    let unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return value.toFixed(unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2) + " " + units[unit];
  };

  const say = (form, title, text) => {
    const note = document.createElement("div");
    note.className = "note note-hurt";
    const inner = document.createElement("div");
    const bold = document.createElement("b");
    bold.textContent = title;
    const words = document.createElement("p");
    words.textContent = text;
    inner.append(bold, words);
    note.append(inner);
    form.querySelector(".says").replaceChildren(note);
  };
  // The server's own words, which it has escaped.
  const refused = (form, html) => {
    const part = new DOMParser().parseFromString(html, "text/html").body;
    form.querySelector(".says").replaceChildren(...part.children);
  };

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-payload]")) return;
    const form = event.target.closest("form");
    const file = event.target.files[0];
    const said = form.querySelector("[data-file]");
    if (said && file) said.textContent = file.name + ", " + size(file.size);
    const version = form.elements.version;
    const found = file && /(\d+(?:\.\d+){1,4}(?:[-+][0-9A-Za-z.-]*[0-9A-Za-z])?)/.exec(file.name.replace(/\.(crau|gz|payload|bin)$/i, ""));
    if (version && !version.value && found) version.value = found[1];
  });
  document.addEventListener("dragover", (event) => {
    const drop = event.target.closest && event.target.closest("[data-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.classList.add("drop-over");
  });
  document.addEventListener("dragleave", (event) => {
    const drop = event.target.closest && event.target.closest("[data-drop]");
    if (drop) drop.classList.remove("drop-over");
  });
  document.addEventListener("drop", (event) => {
    const drop = event.target.closest && event.target.closest("[data-drop]");
    if (!drop || !event.dataTransfer.files.length) return;
    event.preventDefault();
    drop.classList.remove("drop-over");
    const input = drop.querySelector("[data-payload]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  const draft = async (form) => {
    if (form.dataset.to) return form.dataset.to;
    const fields = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", headers: { "HX-Request": "true" }, body: fields });
    if (answer.status === 204) return answer.headers.get("HX-Redirect");
    if ((answer.headers.get("Content-Type") || "").startsWith("text/html")) {
      refused(form, await answer.text());
    } else {
      say(form, "Not done.", "The server answered " + answer.status + ". Sign in again in another tab, then send it again: nothing is lost.");
    }
    return null;
  };

  const send = (form, to, file) => new Promise((resolve) => {
    const bar = form.querySelector("[data-progress]");
    const progress = bar.querySelector("progress");
    const done = bar.querySelector("[data-done]");
    const speed = bar.querySelector("[data-speed]");
    const query = new URLSearchParams({ name: file.name });
    if (form.elements.source) query.set("source", form.elements.source.value);
    const request = new XMLHttpRequest();
    request.open("POST", to + "/payload?" + query);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("HX-Request", "true");
    const token = form.querySelector('input[name="_csrf"]');
    if (token) request.setRequestHeader(document.querySelector('meta[name="csrf-header"]').content, token.value);
    const began = Date.now();
    bar.hidden = false;
    request.upload.addEventListener("progress", (event) => {
      progress.value = 1000 * event.loaded / event.total;
      const seconds = (Date.now() - began) / 1000;
      const rate = seconds > 0 ? event.loaded / seconds : 0;
      done.textContent = event.loaded === event.total ? "All sent; the server checks it …" : size(event.loaded) + " of " + size(event.total);
      const left = rate > 0 ? Math.ceil((event.total - event.loaded) / rate) : 0;
      speed.textContent = event.loaded === event.total ? "" : size(rate) + "/s, " + (left < 90 ? left + " s" : Math.ceil(left / 60) + " min") + " left";
    });
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => resolve(null));
    request.send(file);
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.upload === undefined) return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    const file = form.querySelector("[data-payload]").files[0];
    if (!file) return;
    form.querySelector(".says").replaceChildren();
    button.disabled = true;
    try {
      const to = await draft(form);
      if (to) {
        const answer = await send(form, to, file);
        if (answer && answer.status === 204) {
          location.href = to;
          return;
        }
        if (!answer) {
          say(form, "The connection was lost.", "The draft is there, its file is not. Send it again: it goes on with the same draft.");
        } else if ((answer.getResponseHeader("Content-Type") || "").startsWith("text/html")) {
          refused(form, answer.responseText);
        } else {
          say(form, "Not taken.", "The server answered " + answer.status + ". Send it again.");
        }
      }
    } catch {
      say(form, "The server did not answer.", "Nothing is lost: send it again when the network is back.");
    }
    form.querySelector("[data-progress]").hidden = true;
    button.disabled = false;
  });
})();
