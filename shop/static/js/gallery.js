// The pictures of a product: thumbnails slide the strip, a press shows a picture large.
// Without this file the strip can be swiped, and each picture is a link to its file.
const strip = document.querySelector("[data-gallery] ul");
const links = [...strip.querySelectorAll("a")];
const zoom = document.querySelector("[data-zoom]");
const stage = zoom?.firstElementChild;
const picture = new Image();
let at;

export function slideTo(id) {
  const place = document.getElementById(id);
  if (place) strip.scrollTo({ left: place.offsetLeft });
}

function enlarge(on) {
  zoom.querySelector("[aria-pressed]").ariaPressed = stage.classList.toggle("is-large", on);
  stage.focus();
}

function show(number) {
  at = (number + links.length) % links.length;
  picture.src = links[at].href;
  picture.alt = links[at].querySelector("img").alt;
  slideTo(links[at].parentNode.id);
  enlarge(false);
}

strip.addEventListener("scroll", () => {
  const seen = Math.round(strip.scrollLeft / strip.clientWidth);
  strip.parentNode.querySelectorAll("ol a").forEach((thumb, place) => (thumb.ariaCurrent = place === seen || null));
});
strip.parentNode.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (link.hash) return slideTo(link.hash.slice(1));
  zoom.showModal();
  show(links.indexOf(link));
});

stage?.append(picture);
zoom?.addEventListener("click", ({ target }) => {
  const step = target.closest("[data-step]")?.dataset.step;
  if (target === stage) zoom.close();
  else if (target === picture || step === "0") enlarge();
  else if (step) show(at + Number(step));
});
zoom?.addEventListener("keydown", ({ key }) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step && !stage.matches(".is-large")) show(at + step);
});
// A mouse looks around by moving; fingers and arrow keys scroll.
stage?.addEventListener("pointermove", ({ pointerType, clientX, clientY }) => {
  if (pointerType !== "mouse") return;
  stage.scrollLeft = (clientX / innerWidth) * (stage.scrollWidth - innerWidth);
  stage.scrollTop = (clientY / innerHeight) * (stage.scrollHeight - innerHeight);
});
