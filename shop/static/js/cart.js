// The cart follows each press without a new page: its forms are sent from here, and the page that comes
// back takes the place of what is shown. Without this file they are plain forms.

const SETTLED = 450; // milliseconds after the last change of a quantity
const said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
said.setAttribute("role", "status");
document.body.append(said);

let turn = Promise.resolve(); // one request after the other
let latest = 0; // what is older than the last press is not shown
let timer;

const main = document.getElementById("main");
const isOfCart = (node) => node.closest("[data-cart]");

function words(page) {
  const told = page.querySelectorAll(".flashes p, .cart-removed p, .field-error, .totals-sum");
  return [...told].map((one) => one.textContent.replace(/\s+/g, " ").trim()).join(" ");
}

function show(page) {
  const fresh = page.getElementById("main");
  said.textContent = words(fresh);
  // Said aloud already, and to be seen in the line itself: what went well needs no notice that pushes the lines down.
  for (const notice of fresh.querySelectorAll(".flashes > .notice--success")) notice.remove();
  for (const box of fresh.querySelectorAll(".flashes:not(:has(.notice))")) box.remove();
  for (const notice of fresh.querySelectorAll("[role=status]")) notice.removeAttribute("role");

  const { activeElement: active } = document;
  const wasHere = active === document.body || main.contains(active);
  main.replaceChildren(...fresh.childNodes);
  const links = page.querySelector(".header-links");
  if (links) document.querySelector(".header-links")?.replaceChildren(...links.childNodes);
  document.dispatchEvent(new Event("renewed"));
  if (!wasHere) return;
  const next = main.querySelector("[autofocus]") ?? (active.id && document.getElementById(active.id)) ?? main;
  (next || main).focus({ preventScroll: true });
}

async function fetched(url, options) {
  const answer = await fetch(url, options);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.getElementById("main")) throw new Error(answer.status);
  return page;
}

function send(form) {
  clearTimeout(timer);
  const mine = ++latest;
  const body = new FormData(form);
  main.setAttribute("aria-busy", "true");
  turn = turn
    .then(() => fetched(form.getAttribute("action"), { method: "POST", body }))
    .then((page) => mine === latest && show(page))
    .catch(() => mine === latest && form.submit()) // the browser tells what is wrong
    .finally(() => mine === latest && main.removeAttribute("aria-busy"));
}

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || !isOfCart(event.target)) return;
  event.preventDefault();
  send(event.target);
}, true);

document.addEventListener("input", ({ target }) => {
  if (target.name !== "quantity" || !target.closest(".cart-line")) return;
  latest += 1;
  clearTimeout(timer);
  timer = setTimeout(() => target.checkValidity() && target.form.requestSubmit(), SETTLED);
});

// Back by the browser's button: something may have been put in meanwhile.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) fetched(location.href).then(show).catch(() => {});
});
