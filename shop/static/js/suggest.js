// Suggestions under a search field: a combobox with a list of links.
// Without this file the form simply leads to the list of results.

const PAUSE = 140;
const SHORTEST = 2;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.list = this.makeList();
    this.status = this.makeStatus();
    this.active = -1;
    this.dressInput();
    this.listen();
  }

  makeList() {
    const list = document.createElement("div");
    list.className = "suggestions";
    list.id = `${this.input.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.form.querySelector("label").textContent);
    list.hidden = true;
    this.form.append(list);
    return list;
  }

  makeStatus() {
    const status = document.createElement("div");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    this.form.append(status);
    return status;
  }

  dressInput() {
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("focus", () => this.list.childElementCount && this.open());
    this.form.addEventListener("focusout", (event) => this.form.contains(event.relatedTarget) || this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const words = this.input.value.trim();
    this.request?.abort();
    if (words.length < SHORTEST) return this.show([]);
    const request = new AbortController();
    this.request = request;
    try {
      const address = `${this.form.dataset.suggest}?${new URLSearchParams({ q: words })}`;
      const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
      this.show(answer.ok ? (await answer.json()).items : []);
    } catch {
      // Another letter came first, or the network is away: the form still searches.
      if (this.request === request) this.show([]);
    }
  }

  show(items) {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...items.map((item, index) => this.option(item, index)));
    this.status.textContent = items.length ? `${items.length} ${this.form.dataset.suggestFound}` : "";
    if (items.length && document.activeElement === this.input) this.open();
    else this.close();
  }

  option(item, index) {
    const link = document.createElement("a");
    link.href = item.url;
    link.id = `${this.list.id}-${index}`;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    if (item.image) {
      const picture = Object.assign(new Image(40, 48), { src: item.image, alt: "" });
      link.append(picture);
    }
    link.append(Object.assign(document.createElement("span"), { textContent: item.title }));
    return link;
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.list.childElementCount) {
      event.preventDefault();
      if (this.list.hidden) this.open();
      this.mark(this.active + step);
    } else if (event.key === "Enter" && this.active >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.list.children[this.active].click();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  // Past either end stands the field itself, with what was typed.
  mark(index) {
    const options = [...this.list.children];
    this.active = index < -1 ? options.length - 1 : index >= options.length ? -1 : index;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.active)));
    const chosen = options[this.active];
    if (!chosen) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.mark(-1);
    this.input.setAttribute("aria-expanded", "false");
  }
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
