// Puts a product into the cart without leaving its page, and keeps the button in reach on a phone.
// Without this file, and whenever the answer is not understood, the form leads to the cart.
const form = document.querySelector("[data-add]");
const bar = document.querySelector("[data-bar]");
const card = document.querySelector("[data-added]");
const PATIENCE = 8000;

async function add() {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
  });
  const said = await answer.json();
  if (answer.status >= 500) throw new Error(said.title);
  form.querySelector("[data-error]").textContent = answer.ok ? "" : said.detail;
  if (!answer.ok) return;
  document.querySelector(`.site-header a[href="${said.cart}"]`).outerHTML = said.html.cart_link;
  card.innerHTML = said.html.added;
  card.showPopover();
  form.querySelector("[data-said]").textContent = said.message;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (form.ariaBusy) return;
  form.ariaBusy = true;
  add().catch(() => form.submit()).finally(() => (form.ariaBusy = null));
});
addEventListener("pagehide", () => card.hidePopover());
new IntersectionObserver(([button]) => (bar.hidden = button.isIntersecting)).observe(form.querySelector(".button"));
