// The pictures of a product: thumbnails slide the strip, a press shows a picture large.
// Without this file thumbnails lead to pictures, the strip can be swiped, and each picture is a link to its file.

const strip = document.querySelector("[data-gallery] ul");
const thumbs = [...document.querySelectorAll("[data-gallery] ol a")];
const zoom = document.querySelector("[data-zoom]");

export function slideTo(id) {
  const place = document.getElementById(id);
  if (place) strip.scrollTo({ left: place.offsetLeft - strip.offsetLeft });
}

for (const thumb of thumbs) {
  thumb.addEventListener("click", (event) => {
    event.preventDefault();
    slideTo(thumb.hash.slice(1));
  });
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) for (const thumb of thumbs) thumb.ariaCurrent = thumb.hash === `#${target.id}` || null;
  }
}, { root: strip, threshold: 0.6 });
if (thumbs[0]) for (const place of strip.children) seen.observe(place);

if (zoom) {
  const links = [...strip.querySelectorAll("a")];
  const stage = zoom.firstElementChild;
  const picture = new Image();
  let at = 0;

  const enlarge = (on) => {
    stage.classList.toggle("is-large", on);
    zoom.querySelector("[aria-pressed]").ariaPressed = on;
  };
  const show = (number) => {
    at = (number + links.length) % links.length;
    picture.src = links[at].href;
    picture.alt = links[at].querySelector("img").alt;
    enlarge(false);
    slideTo(links[at].parentNode.id);
  };
  stage.append(picture);

  strip.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    zoom.showModal();
    show(links.indexOf(link));
    stage.focus();
  });
  zoom.addEventListener("click", ({ target }) => {
    const step = Number(target.closest("[data-step]")?.dataset.step);
    if (step) show(at + step);
    else if (step === 0 || target === picture) enlarge(!stage.classList.contains("is-large"));
    else if (target === stage) zoom.close();
  });
  zoom.addEventListener("keydown", ({ key }) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (step && !stage.classList.contains("is-large")) show(at + step);
    if (key === "Enter" && document.activeElement === stage) picture.click();
  });
  // The mouse looks around by moving; fingers and arrow keys scroll.
  stage.addEventListener("pointermove", ({ pointerType, clientX, clientY }) => {
    if (pointerType !== "mouse") return;
    const part = (value, size) => Math.min(1, Math.max(0, value / size * 1.2 - 0.1));
    stage.scrollTo({
      left: part(clientX, innerWidth) * (stage.scrollWidth - stage.clientWidth),
      top: part(clientY, innerHeight) * (stage.scrollHeight - stage.clientHeight),
      behavior: "instant",
    });
  });
}
