// Puts a product into the cart without leaving its page, and keeps the button in reach on a phone.
// Without this file, and whenever the answer is not understood, the form leads to the cart.
const form = document.querySelector("[data-add]");
const bar = document.querySelector("[data-bar]");
const card = document.querySelector("[data-added]");
const PATIENCE = 8000;
const STAY = 8000;
let leaving;

function close() {
  card.replaceChildren();
}

function stay() {
  clearTimeout(leaving);
  leaving = setTimeout(() => (card.matches(":hover, :focus-within") ? stay() : close()), STAY);
}

async function add() {
  form.ariaBusy = "true";
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const said = await answer.json();
    if (!answer.ok && answer.status > 499) throw new Error(said.title);
    form.querySelector("[data-error]").textContent = answer.ok ? "" : said.detail;
    if (answer.ok) {
      document.querySelector(`.site-header a[href="${said.cart}"]`).outerHTML = said.html.cart_link;
      card.innerHTML = said.html.added;
      stay();
    }
    form.ariaBusy = null;
  } catch {
    form.submit();
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.ariaBusy) add();
  });
  card.addEventListener("click", (event) => event.target.closest("[data-close]") && close());
  addEventListener("keydown", (event) => event.key === "Escape" && close());
  // Back from another page with the browser's button: ready to be sent again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    form.ariaBusy = null;
    close();
  });
  new IntersectionObserver(([button]) => {
    bar.hidden = button.isIntersecting;
  }).observe(form.querySelector(".button"));
}
