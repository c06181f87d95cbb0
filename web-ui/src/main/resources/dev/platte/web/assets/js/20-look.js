// Light, dark, or as the machine likes it; what was said; what is copied.
"use strict";

(() => {
  const root = document.documentElement;

  document.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-set-theme]");
    if (theme) {
      const chosen = theme.dataset.setTheme;
      root.toggleAttribute("data-theme", chosen !== "");
      if (chosen) root.dataset.theme = chosen;
      document.cookie = "platte_theme=" + chosen + ";path=/;SameSite=Lax;max-age=" + (chosen ? 31536000 : 0);
      for (const each of document.querySelectorAll("[data-set-theme]")) {
        each.setAttribute("aria-pressed", String(each.dataset.setTheme === chosen));
      }
      return;
    }
    const close = event.target.closest("[data-dismiss]");
    if (close) close.closest(".toast").remove();
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      navigator.clipboard.writeText(copy.dataset.copy).then(() => {
        const said = copy.querySelector("span") || copy;
        const before = said.textContent;
        said.textContent = "Copied";
        setTimeout(() => { said.textContent = before; }, 2000);
      });
    }
  });

  // A menu stands below its button, inside the window.
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!(menu instanceof Element) || !menu.matches(".menu") || event.newState !== "open") return;
    const button = document.querySelector('[popovertarget="' + CSS.escape(menu.id) + '"]');
    const at = button.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.right - size.width, innerWidth - size.width - 8));
    const below = at.bottom + 4 + size.height < innerHeight;
    menu.style.left = left + "px";
    menu.style.top = (below ? at.bottom + 4 : Math.max(8, at.top - size.height - 4)) + "px";
    const first = menu.querySelector("a, button");
    if (first) first.focus();
  }, true);

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest && event.target.closest(".menu");
    if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    const all = [...menu.querySelectorAll("a, button")];
    const next = all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    all[(next + all.length) % all.length].focus();
    event.preventDefault();
  });
})();
