// Lists of rows in a form: as soon as the last one is filled in, an empty one follows.
"use strict";

document.addEventListener("input", (event) => {
  const row = event.target.closest && event.target.closest("[data-row]");
  if (!row || row !== row.parentElement.lastElementChild) return;
  const next = row.cloneNode(true);
  const after = (name) => name.replace(/-(\d+)(?=$|-unit$)/, (_, digits) => "-" + (Number(digits) + 1));
  for (const field of next.querySelectorAll("input, select")) {
    field.name = after(field.name);
    if (field.id) field.id = after(field.id);
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName === "INPUT") field.value = "";
  }
  for (const label of next.querySelectorAll("label[for]")) label.htmlFor = after(label.htmlFor);
  if (next.ariaLabel) next.ariaLabel = next.ariaLabel.replace(/\d+/, (digits) => Number(digits) + 1);
  row.after(next);
});
