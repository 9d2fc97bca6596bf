// Thumbnails slide the strip of pictures without moving the page, and show which picture is seen.
// Without this file they are plain links to each picture, and the strip can be swiped.

function mark(links, id) {
  for (const link of links) {
    if (link.hash === `#${id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function improve(gallery) {
  const strip = gallery.querySelector(".gallery-strip");
  const links = [...gallery.querySelectorAll(".gallery-thumbs a")];
  if (!links.length) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const picture = document.getElementById(link.hash.slice(1));
      strip.scrollTo({ left: picture.offsetLeft - strip.offsetLeft, behavior: calm ? "auto" : "smooth" });
    });
  }

  const seen = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => mark(links, entry.target.id)),
    { root: strip, threshold: 0.6 },
  );
  for (const picture of strip.children) seen.observe(picture);
}

for (const gallery of document.querySelectorAll("[data-gallery]")) improve(gallery);
