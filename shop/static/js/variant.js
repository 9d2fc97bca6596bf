// Shows another variant without a new page: what differs is taken from that variant's own page,
// which is asked for when the pointer comes near. Without this file each choice is a link to it.
import { slideTo } from "./gallery.js";

const pages = new Map();
let wanted;

function ask(address) {
  if (!pages.has(address)) {
    pages.set(address, fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    }));
    pages.get(address).catch(() => pages.delete(address));
  }
  return pages.get(address);
}

async function show(link) {
  wanted = link;
  for (const other of link.closest("ul").querySelectorAll("a")) other.ariaCurrent = other === link || null;
  slideTo(link.dataset.picture);
  try {
    const page = await ask(link.search);
    if (wanted !== link) return;
    for (const part of document.querySelectorAll("[data-part]")) {
      const other = page.getElementById(part.id);
      part.hidden = other.hidden;
      if (!part.dataset.part) part.replaceChildren(...other.cloneNode(true).childNodes);
    }
    document.querySelector("[data-error]").textContent = "";
    document.getElementById(link.id)?.focus({ preventScroll: true });
    history.replaceState(history.state, "", link.search);
  } catch {
    location.assign(link.href);
  }
}

const near = (event) => event.target.closest?.(".pick");
document.addEventListener("pointerover", (event) => near(event) && ask(near(event).search).catch(() => {}));
document.addEventListener("click", (event) => {
  const link = near(event);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!link.ariaCurrent) show(link);
});
