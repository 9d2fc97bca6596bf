// The products seen lately. Which ones is kept in this browser alone; the shop is asked for their cards.
// Without this file, and where the browser keeps nothing, the section stays hidden.
const KEY = "seen-lately";
const MOST = 8;
const section = document.querySelector("[data-recent]");
const { recent, recentUrl } = section.dataset;

async function show(slugs) {
  const answer = await fetch(`${recentUrl}?${new URLSearchParams(slugs.map((slug) => ["slug", slug]))}`);
  const cards = answer.ok && (await answer.text()).trim();
  section.hidden = !cards;
  if (cards) section.querySelector("[data-cards]").innerHTML = cards;
}

function remember() {
  const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
  const others = kept.filter((slug) => slug !== recent).slice(0, MOST);
  localStorage.setItem(KEY, JSON.stringify([recent, ...others]));
  if (others.length) return show(others);
}

// A page that is prerendered has not been seen yet.
if (document.prerendering) await new Promise((seen) => document.addEventListener("prerenderingchange", seen, { once: true }));
try {
  await remember();
} catch {} // no storage, junk in it, or no network
