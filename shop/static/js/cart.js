// The cart follows each press without a new page: its forms are sent from here, and the page that comes
// back takes the place of what is shown. Without this file they are plain forms.

const SETTLED = 450; // milliseconds after the last change of a quantity
const TOLD = ".flashes p, .cart-removed p, .field-error, .totals-sum";
const main = document.getElementById("main");
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
document.body.append(said);

let turn = Promise.resolve(); // one request after the other
let latest = 0; // an answer to an older press is not shown
let timer;

function show(page) {
  const { id } = document.activeElement;
  const fresh = page.getElementById("main");
  said.textContent = [...fresh.querySelectorAll(TOLD)].map((part) => part.textContent).join(" ");
  // What went well is seen in its line; a notice would push the lines down under the pointer.
  for (const notice of fresh.querySelectorAll(".notice--success")) notice.remove();
  main.replaceChildren(...fresh.childNodes);
  main.removeAttribute("aria-busy");
  document.querySelector(".header-links").replaceChildren(...page.querySelector(".header-links").childNodes);
  document.dispatchEvent(new Event("renewed"));
  (main.querySelector("[autofocus]") ?? document.getElementById(id) ?? main).focus({ preventScroll: true });
}

async function fetched(url, options) {
  const answer = await fetch(url, options);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function send(form) {
  const mine = ++latest;
  const body = new FormData(form);
  clearTimeout(timer);
  main.setAttribute("aria-busy", "true");
  turn = turn
    .then(() => fetched(form.getAttribute("action"), { method: "POST", body }))
    .then((page) => mine === latest && show(page))
    .catch(() => form.submit()); // the browser tells what is wrong
}

document.addEventListener("submit", (event) => {
  if (!event.target.closest("[data-cart]")) return;
  event.preventDefault();
  send(event.target);
}, true);

document.addEventListener("input", ({ target }) => {
  if (!target.closest(".cart-line")) return;
  latest += 1;
  clearTimeout(timer);
  timer = setTimeout(() => target.checkValidity() && target.form.requestSubmit(), SETTLED);
});

// Back by the browser's button: something may have been put in meanwhile.
addEventListener("pageshow", (event) => event.persisted && fetched(location.href).then(show));
