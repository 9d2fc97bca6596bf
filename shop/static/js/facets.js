// The list follows the filters as they are chosen. Without this file their button sends them.

const form = document.querySelector("[data-facets]");
const button = form.querySelector("[type=submit]");
const drawer = form.closest("[popover]");
let latest;

async function refresh() {
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  const request = (latest = fetch(address));
  const old = document.querySelector("#results");
  old.ariaBusy = "true";
  const page = new DOMParser().parseFromString(await (await request).text(), "text/html");
  if (request !== latest) return;
  const found = page.querySelector("#results");
  old.replaceWith(found);
  for (const input of form.querySelectorAll(".check input")) {
    const same = page.querySelector(`[data-facets] [name="${input.name}"][value="${input.value}"]`);
    const [now, before] = [same, input].map((each) => each?.parentNode.querySelector(".facet-count"));
    if (now) before?.replaceWith(now);
    else if (before) before.textContent = "0";
  }
  button.textContent = found.dataset.show;
  form.querySelector("[role=status]").textContent = found.querySelector(".toolbar p").textContent;
  history.replaceState(history.state, "", address);
}

form.addEventListener("change", () => refresh().catch(() => form.requestSubmit()));
form.addEventListener("submit", (event) => {
  if (!latest || !drawer.matches(":popover-open")) return;
  event.preventDefault();
  drawer.hidePopover();
  document.querySelector(".facets-button").focus();
});
