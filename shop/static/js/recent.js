// The products seen lately. Which ones they are is kept in this browser alone; the shop is asked for their cards.
// Without this file the section stays hidden.
const KEY = "seen-lately";
const MOST = 8;
const section = document.querySelector("[data-recent]");

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)).filter((slug) => typeof slug === "string");
  } catch {
    return []; // nothing kept, or the browser keeps nothing
  }
}

async function show(slugs) {
  const query = new URLSearchParams(slugs.slice(0, MOST).map((slug) => ["slug", slug]));
  const answer = await fetch(`${section.dataset.recentUrl}?${query}`);
  const cards = answer.ok && (await answer.text()).trim();
  if (!cards) return;
  section.querySelector("[data-cards]").innerHTML = cards;
  section.hidden = false;
}

if (section) {
  const { recent } = section.dataset;
  const others = read().filter((slug) => slug !== recent);
  const remember = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify([recent, ...others].slice(0, MOST + 1)));
    } catch {} // a browser that keeps nothing shows nothing
  };
  // A page that is prerendered has not been seen yet.
  if (document.prerendering) document.addEventListener("prerenderingchange", remember, { once: true });
  else remember();
  if (others.length) show(others).catch(() => {}); // the network is away: stay hidden
}
