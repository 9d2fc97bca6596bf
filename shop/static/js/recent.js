// The products seen lately. Which ones they are is kept in this browser alone; the shop is asked for their cards.
// Without this file the section stays hidden.

const KEY = "seen-lately";
const MOST = 8;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((slug) => typeof slug === "string") : [];
  } catch {
    return []; // nothing kept, or the browser keeps nothing
  }
}

function keep(slugs) {
  try {
    localStorage.setItem(KEY, JSON.stringify(slugs.slice(0, MOST + 1)));
  } catch {
    // A browser that keeps nothing shows nothing.
  }
}

async function show(section, slugs) {
  const query = new URLSearchParams(slugs.slice(0, MOST).map((slug) => ["slug", slug]));
  const answer = await fetch(`${section.dataset.recentUrl}?${query}`);
  const cards = answer.ok ? (await answer.text()).trim() : "";
  if (!cards) return;
  section.querySelector("div").innerHTML = cards;
  section.hidden = false;
}

const section = document.querySelector("[data-recent]");
if (section) {
  const others = read().filter((slug) => slug !== section.dataset.recent);
  // A page that is prerendered has not been seen yet.
  const remember = () => keep([section.dataset.recent, ...others]);
  if (document.prerendering) document.addEventListener("prerenderingchange", remember, { once: true });
  else remember();
  if (others.length) show(section, others).catch(() => {}); // the network is away: stay hidden
}
