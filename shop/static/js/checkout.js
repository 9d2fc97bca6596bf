// Delivery and total follow what is chosen, without a new page. Without this file a button does that.

const form = document.querySelector("[data-checkout]");
const FOLLOWED = new Set(["country", "region", "shipping_method", "email"]);
let latest = 0;

async function refresh() {
  const mine = ++latest;
  form.setAttribute("aria-busy", "true");
  const data = new FormData(form); // a button named "action" hides form.action below
  data.set("action", "update");
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data });
    if (!answer.ok || answer.redirected || mine !== latest) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement?.id;
    for (const part of form.querySelectorAll("[data-part]")) {
      const renewed = page.getElementById(part.id);
      if (renewed) part.replaceChildren(...renewed.childNodes);
    }
    if (focused) document.getElementById(focused)?.focus();
    const total = form.querySelector(".totals-sum").textContent;
    form.querySelector("[data-said]").textContent = total.replace(/\s+/g, " ");
  } catch {
    // The connection is away; the order itself is checked again when it is placed.
  } finally {
    if (mine === latest) form.removeAttribute("aria-busy");
  }
}

form?.addEventListener("change", (event) => {
  if (FOLLOWED.has(event.target.name)) refresh();
});
