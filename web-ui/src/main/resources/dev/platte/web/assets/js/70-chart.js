// Reads a chart's values at the pointer: from the table that stands below it.
"use strict";

(() => {
  const rowsOf = (chart) => [...chart.querySelectorAll("tr[data-at]")];

  document.addEventListener("pointermove", (event) => {
    const plot = event.target.closest && event.target.closest(".plot-in");
    for (const other of document.querySelectorAll(".plot-in")) {
      if (other === plot) continue;
      other.querySelector(".plot-cursor").hidden = true;
      other.querySelector(".plot-tip").hidden = true;
    }
    if (!plot) return;
    const chart = plot.closest("[data-chart]");
    const box = plot.getBoundingClientRect();
    const at = 100 * (event.clientX - box.left) / box.width;
    let nearest = null;
    let distance = Infinity;
    for (const row of rowsOf(chart)) {
      const away = Math.abs(parseFloat(row.dataset.at) - at);
      if (away < distance) {
        nearest = row;
        distance = away;
      }
    }
    if (!nearest) return;
    const x = Math.min(100, Math.max(0, parseFloat(nearest.dataset.at)));
    const cursor = plot.querySelector(".plot-cursor");
    const tip = plot.querySelector(".plot-tip");
    const names = [...chart.querySelectorAll("thead th")].map((each) => each.textContent);
    const cells = [...nearest.children].map((each) => each.textContent);
    tip.replaceChildren(...cells.map((value, i) => {
      const line = document.createElement("p");
      const bold = document.createElement("b");
      if (i === 0) {
        bold.textContent = value;
        line.append(bold);
      } else {
        bold.textContent = value || "–";
        line.append(names[i], bold);
      }
      return line;
    }));
    cursor.style.left = x + "%";
    cursor.hidden = false;
    tip.hidden = false;
    const width = tip.offsetWidth;
    const px = box.width * x / 100;
    tip.style.left = (px + 12 + width > box.width ? Math.max(0, px - 12 - width) : px + 12) + "px";
  });
})();
