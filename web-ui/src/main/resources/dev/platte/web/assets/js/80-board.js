// Promotion by dragging a card onto a channel, or with the arrow keys; the menu of a card does the same.
"use strict";

(() => {
  const open = (lane, card) => {
    htmx.ajax("GET", lane.dataset.promote + "?package=" + card.dataset.package, "#dialog-body");
  };
  const lanes = () => [...document.querySelectorAll(".lane")];
  let dragged = null;

  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest && event.target.closest("[data-package]");
    if (!card) return;
    dragged = card;
    card.classList.add("pack-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.getAttribute("aria-label"));
  });

  const target = (event) => {
    const lane = event.target.closest && event.target.closest("[data-lane]");
    return dragged && lane && !lane.contains(dragged) ? lane : null;
  };
  document.addEventListener("dragover", (event) => {
    const lane = target(event);
    for (const each of lanes()) each.classList.toggle("lane-over", each === lane);
    if (lane) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const lane = target(event);
    if (!lane) return;
    event.preventDefault();
    open(lane, dragged);
  });
  document.addEventListener("dragend", () => {
    if (dragged) dragged.classList.remove("pack-dragged");
    dragged = null;
    for (const each of lanes()) each.classList.remove("lane-over");
  });

  document.addEventListener("keydown", (event) => {
    const card = event.target;
    if (!(card instanceof Element) || !card.matches("[data-package]")) return;
    if (event.key === "ArrowRight") {
      const all = lanes();
      const next = all.slice(all.indexOf(card.closest(".lane")) + 1).find((lane) => lane.dataset.lane);
      if (next) {
        event.preventDefault();
        open(next, card);
      }
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const cards = [...document.querySelectorAll("[data-package]")];
      const next = cards[cards.indexOf(card) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  });
})();
