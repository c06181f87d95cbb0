// Forms that lose nothing: refused, cut off or signed out, what was written stays and can be sent again.
// Sent again, it is done at most once: the server knows each filling of a form by its field "once".
"use strict";

(() => {
  const says = (form) => form.querySelector(".says");

  const say = (form, title, text, button) => {
    const note = document.createElement("div");
    note.className = "note note-hurt";
    const inner = document.createElement("div");
    const bold = document.createElement("b");
    bold.textContent = title;
    const words = document.createElement("p");
    words.textContent = text;
    inner.append(bold, words);
    if (button) inner.append(button);
    note.append(inner);
    says(form).replaceChildren(note);
    says(form).focus();
  };

  const isForm = (element) => element instanceof HTMLFormElement && element.dataset.form !== undefined;

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isForm(event.target)) says(event.target).replaceChildren();
  });

  // What was not filled in has no place in an address.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") return;
    const said = event.detail.parameters;
    for (const name of Object.keys(said)) if (said[name] === "") delete said[name];
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.requestConfig.elt;
    const status = event.detail.xhr.status;
    if (!isForm(form) || status < 400) return;
    event.detail.isError = false;
    event.detail.shouldSwap = false;
    if (status === 401) {
      signIn(form);
    } else if ((event.detail.xhr.getResponseHeader("Content-Type") || "").startsWith("text/html")) {
      event.detail.shouldSwap = true;
      event.detail.target = says(form);
      event.detail.swapOverride = "innerHTML";
    } else if (status === 403) {
      say(form, "This was refused.", "The page is too old, or was opened elsewhere. Your text is still here: copy it, load the page again, and send it from there.");
    } else {
      say(form, "The server is not ready.", "It answered " + status + ". Your text is still here: send it again in a moment. It is done at most once.");
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const form = event.detail.target.closest && event.detail.target.closest("form[data-form]");
    if (!form || !event.detail.target.classList.contains("says")) return;
    const now = event.detail.target.querySelector("[data-seen]");
    if (now && form.elements.seen) form.elements.seen.value = now.dataset.seen;
    const wrong = event.detail.target.querySelector("[data-field]");
    for (const each of form.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
    const field = wrong && form.elements[wrong.dataset.field];
    if (field instanceof Element) {
      field.setAttribute("aria-invalid", "true");
      field.focus();
    } else {
      says(form).focus();
    }
  });

  const lost = (event) => {
    if (isForm(event.target)) {
      say(event.target, "The server did not answer.", "Whether it was done is not known. Your text is still here: send it again when the network is back. It is done at most once.");
    }
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);

  // ---------------------------------------------------------------- signed out meanwhile

  const signIn = (form) => {
    const template = document.getElementById("sign-in-again");
    const part = template.content.cloneNode(true);
    const inner = part.querySelector(".again");
    says(form).replaceChildren(part);
    const name = inner.querySelector("[data-name]");
    const password = inner.querySelector("[data-password]");
    const wrong = inner.querySelector("[data-wrong]");
    name.focus();
    const enter = async () => {
      wrong.textContent = "";
      try {
        const state = await (await fetch(inner.dataset.state, { headers: { Accept: "application/json" } })).json();
        const answer = await fetch(inner.dataset.enter, {
          method: "POST",
          headers: { "Content-Type": "application/json", [state.header]: state.token },
          body: JSON.stringify({ name: name.value, password: password.value }),
        });
        if (answer.status === 204) {
          for (const each of document.querySelectorAll('input[name="_csrf"]')) each.value = state.token;
          says(form).replaceChildren();
          htmx.trigger(form, "submit");
          return;
        }
        const problem = await answer.json();
        wrong.textContent = problem.detail || "That did not open the door.";
      } catch {
        wrong.textContent = "The server did not answer; try again.";
      }
      password.select();
    };
    inner.querySelector("button").addEventListener("click", enter);
    inner.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        enter();
      }
    });
  };
})();
