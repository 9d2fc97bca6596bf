// The price, the stock, the picture and the address of the variant that is chosen, as it is chosen.
// Without this file the page shows those of the variant it was opened with; every choice has its own price beside it.

function showPicture(id) {
  const picture = id && document.getElementById(id);
  if (!picture) return;
  const strip = picture.parentElement;
  strip.scrollTo({ left: picture.offsetLeft - strip.offsetLeft });
}

function improve(choices) {
  const box = choices.closest(".buy-box");
  choices.addEventListener("change", (event) => {
    const facts = event.target.closest("label").querySelector("template").content.cloneNode(true);
    box.querySelector("[data-variant-price]").replaceChildren(facts.querySelector(".price"));
    box.querySelector("[data-variant-stock]").replaceChildren(facts.querySelector(".stock-note"));
    box.querySelector("[data-variant-sku]").textContent = event.target.dataset.sku;
    showPicture(event.target.dataset.picture);
    const address = new URL(location);
    address.searchParams.set("variant", event.target.value);
    history.replaceState(history.state, "", address);
  });
}

for (const choices of document.querySelectorAll("[data-variants]")) improve(choices);
