// Minus and plus beside each quantity.
// Without scripts the number field and its button do the work alone.

function button(text, label, step, input) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, id: `${input.id}${text}` });
  made.setAttribute("aria-label", label);
  made.setAttribute("aria-controls", input.id);
  made.addEventListener("click", () => {
    step > 0 ? input.stepUp() : input.stepDown();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return made;
}

function improve(box) {
  const input = box.querySelector("input");
  const name = box.querySelector("label").textContent.trim();
  const less = button("−", `${box.dataset.less}: ${name}`, -1, input);
  const more = button("+", `${box.dataset.more}: ${name}`, 1, input);
  const refresh = () => {
    less.setAttribute("aria-disabled", String(Number(input.value) <= Number(input.min)));
    more.setAttribute("aria-disabled", String(Number(input.value) >= Number(input.max)));
  };
  input.before(less);
  input.after(more);
  box.addEventListener("input", refresh);
  refresh();
}

function improveAll() {
  for (const box of document.querySelectorAll("[data-quantity]:not(:has(button))")) improve(box);
}

document.addEventListener("renewed", improveAll); // a script has put new parts into the page
improveAll();
