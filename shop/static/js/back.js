// The way back to a list as it was left: filtered, sorted, on its page. Without this file the path leads to it unfiltered.

const path = document.querySelector("[data-back]");
const left = document.referrer && new URL(document.referrer);

function wayBack() {
  const crumb = [...path.querySelectorAll("a")].find(({ pathname }) => pathname === left.pathname);
  if (crumb || left.pathname !== path.dataset.lists) return crumb;
  const place = document.createElement("li");
  place.className = "breadcrumbs-back";
  path.firstElementChild.prepend(place);
  const link = document.createElement("a");
  link.textContent = path.dataset.back;
  place.append(link);
  return link;
}

if (left && left.origin === location.origin && left.search && left.pathname !== location.pathname) {
  const link = wayBack();
  if (link) {
    link.href = left;
    // A step back finds the list at the same place, from the browser's own memory.
    link.addEventListener("click", (event) => {
      const { navigation } = window;
      if (navigation?.entries()[navigation.currentEntry.index - 1]?.url !== link.href) return;
      event.preventDefault();
      history.back();
    });
  }
}
