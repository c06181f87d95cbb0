// The door's forms: what goes wrong is said in place, and nothing written is lost.
"use strict";

(() => {
  const form = document.getElementById("door");
  const says = form.querySelector(".says");
  const secret = form.querySelector("[data-from-hash]");
  if (secret) {
    secret.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
  }
  const say = (text) => {
    const note = document.createElement("p");
    note.className = "note note-hurt";
    note.textContent = text;
    says.replaceChildren(note);
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    const said = {};
    for (const field of form.querySelectorAll("input")) {
      if (field.name !== "_csrf" && field.name !== "to") said[field.name] = field.value;
    }
    const token = form.querySelector('input[name="_csrf"]');
    try {
      const answer = await fetch(form.dataset.json, {
        method: "POST",
        headers: { "Content-Type": "application/json", [form.dataset.header]: token.value },
        body: JSON.stringify(said),
      });
      if (answer.status === 204) {
        location.href = form.dataset.to;
        return;
      }
      const problem = await answer.json().catch(() => ({}));
      say(problem.detail || "The server answered " + answer.status + ". Try again.");
    } catch {
      say("The server did not answer. Try again.");
    }
    button.disabled = false;
    form.querySelector("#password").select();
  });
})();
