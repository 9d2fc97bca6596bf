// Suggestions under a search field: a combobox with a list of links.
// Without this file the form simply leads to the list of results.

const PAUSE = 140;
const SHORTEST = 2;

function improve(form) {
  const input = form.querySelector("input");
  const list = document.createElement("div");
  const status = document.createElement("div");
  let active = -1;
  let timer, latest;

  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = form.dataset.label;
  list.hidden = true;
  status.className = "visually-hidden";
  status.role = "status";
  form.append(list, status);
  input.role = "combobox";
  input.ariaAutoComplete = "list";
  input.setAttribute("aria-controls", list.id);
  open(false);

  function open(is) {
    list.hidden = !is;
    input.ariaExpanded = is;
    if (!is) mark(-1);
  }

  // Past either end stands the field itself, with what was typed.
  function mark(index) {
    const options = [...list.children];
    active = index < -1 ? options.length - 1 : index < options.length ? index : -1;
    options.forEach((option, at) => (option.ariaSelected = at === active));
    input.setAttribute("aria-activedescendant", options[active]?.id ?? "");
    options[active]?.scrollIntoView({ block: "nearest" });
  }

  function option({ url, image, title }, index) {
    const link = document.createElement("a");
    link.href = url;
    link.id = `${list.id}-${index}`;
    link.tabIndex = -1;
    link.role = "option";
    link.ariaSelected = false;
    if (image) link.append(Object.assign(new Image(56, 56), { src: image, alt: "" }));
    link.append(Object.assign(document.createElement("span"), { textContent: title }));
    return link;
  }

  function show(items, words) {
    const all = { url: `${form.action}?${new URLSearchParams({ q: words })}`, title: form.dataset.all };
    list.replaceChildren(...(items.length ? [...items, all] : []).map(option));
    status.textContent = items.length ? `${form.dataset.label}: ${items.length}` : "";
    open(items.length > 0 && document.activeElement === input);
  }

  async function ask() {
    const words = input.value.trim();
    const request = (latest = words.length < SHORTEST ? null : fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: words })}`));
    // The network may be away: the form still searches.
    const answer = await request?.then((found) => (found.ok ? found.json() : null)).catch(() => null);
    if (request === latest) show(answer?.items ?? [], words);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("focus", () => open(list.childElementCount > 0));
  form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || open(false));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.childElementCount) {
      const from = active;
      open(true);
      mark(from + step);
    } else if (event.key === "Enter" && active >= 0) list.children[active].click();
    else if (event.key === "Escape" && !list.hidden) open(false);
    else return;
    event.preventDefault();
  });
}

for (const form of document.querySelectorAll("[data-suggest]")) improve(form);

// On a narrow screen the header's field is behind a button: ready to type into as soon as it is there.
document.querySelector(".search-button")?.addEventListener("click", (event) => {
  const panel = document.querySelector("#search-panel");
  event.preventDefault();
  panel.showPopover();
  panel.querySelector("input").focus();
});
