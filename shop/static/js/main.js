// The one module that every page loads: small comforts of its own, and what else a page has use for.

const MODULES = {
  "[data-suggest]": "suggest",
  "[data-quantity]": "quantity",
  "[data-gallery]": "gallery",
  "[data-variants]": "variant",
  "[data-add]": "add",
  "[data-recent]": "recent",
  "[data-facets]": "facets",
  "[data-back]": "back",
};
for (const [selector, module] of Object.entries(MODULES)) {
  if (document.querySelector(selector)) import(`./${module}.js`);
}

// A form that came back with errors: start at their list, as a screen reader's user would want to.
document.querySelector("[data-focus]")?.focus();

// Controls that send their form when they change. A button marked .when-scripts-off does it without scripts.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form?.requestSubmit();
});

// A form that looks something up leaves out the fields that were left empty, for a shorter address.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

// One press, one request: a second press while the first is on its way does nothing.
const PATIENCE = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, PATIENCE);
});

// Coming back with the browser's button finds every form ready to be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) delete form.dataset.sent;
});

// A product's picture moves from its card to its page, and back, where the browser shows one page turning into
// the other (css/motion.css names the picture on the product's page). The card's has that name for the moment
// only: two of one name would stop the transition.
async function name(card, transition) {
  const opened = document.querySelector("[data-gallery] img");
  opened?.style.setProperty("view-transition-name", "none");
  card.style.setProperty("view-transition-name", "product-picture");
  await transition.finished.catch(() => {});
  for (const picture of [opened, card]) picture?.style.removeProperty("view-transition-name");
}

function turn(transition, address) {
  if (!transition || !address) return;
  const { pathname } = new URL(address);
  const link = [...document.querySelectorAll(".product-card a[href]")].find((each) => each.pathname === pathname);
  const card = link?.closest(".product-card").querySelector("img");
  if (card) name(card, transition);
}

addEventListener("pageswap", (event) => turn(event.viewTransition, event.activation?.entry?.url));
addEventListener("pagereveal", (event) => {
  if (!document.querySelector("[data-gallery]")) turn(event.viewTransition, globalThis.navigation?.activation?.from?.url);
});
