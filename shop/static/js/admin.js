// Small comforts of the back office. Every form works without them.

// A long list: select all of this page at once.
for (const form of document.querySelectorAll("[data-bulk]")) {
  const boxes = () => [...form.elements].filter((box) => box.type === "checkbox" && box.name === "ids");
  const button = form.querySelector("[data-select-all]");
  if (!button || boxes().length === 0) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const on = boxes().some((box) => !box.checked);
    for (const box of boxes()) box.checked = on;
  });
}

// A sheet for the printer: one press instead of the browser's menu.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A row of tabs that is wider than the screen: begin at the one that is open.
document.querySelector(".admin-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
