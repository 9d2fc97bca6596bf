// Shows another variant without a new page: what differs comes from that variant's own page, asked for
// when the pointer comes near. Without this file each choice is a link to it.
import { slideTo } from "./gallery.js";

const pages = {};
let wanted;

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function show(link, coming) {
  wanted = link;
  slideTo(link.dataset.picture);
  for (const other of link.closest("ul").querySelectorAll("a")) other.ariaCurrent = other === link || null;
  const page = await coming;
  if (wanted !== link) return;
  for (const part of document.querySelectorAll("[data-part]")) {
    const other = page.getElementById(part.id);
    part.hidden = other.hidden;
    if (!part.dataset.part) part.innerHTML = other.innerHTML;
  }
  document.getElementById(link.id)?.focus({ preventScroll: true });
  history.replaceState(history.state, "", link.search);
}

for (const type of ["pointerover", "click"]) {
  addEventListener(type, (event) => {
    const link = event.target.closest?.(".pick");
    if (!link || event.ctrlKey || event.metaKey) return;
    const coming = (pages[link.search] ??= load(link.search));
    if (type === "click") event.preventDefault();
    (type === "click" ? show(link, coming) : coming).catch(() => type === "click" && location.assign(link.href));
  });
}
