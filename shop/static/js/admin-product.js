// The page where a product is edited. Without this file everything works too, the preview is drawn at each save.
const form = document.querySelector("[data-product]");

// What a search engine would show, while it is typed.
const field = (name) => form.elements.namedItem(name);
const shown = (name) => document.querySelector(`[data-result="${name}"]`);
const start = shown("url")?.textContent.replace(/[^/]*$/, "");
const shorten = (text) => (text.length > 160 ? `${text.slice(0, 159).replace(/\s\S*$/, "")}…` : text);

function preview() {
  const first = field("description").value.trim().split(/\n\s*\n/)[0].replace(/\s+/g, " ");
  shown("title").textContent = field("seo_title").value.trim() || field("title").value.trim() || "…";
  shown("description").textContent = field("seo_description").value.trim() || shorten(first) || "…";
  shown("url").textContent = start + (field("slug").value.trim() || "…");
}

// Leaving a page with something on it that is not saved.
let isChanged = form?.hasAttribute("data-changed") ?? false;
const notice = document.querySelector("[data-unsaved]");

form?.addEventListener("input", () => {
  isChanged = true;
  if (notice) notice.hidden = false;
  preview();
});
form?.addEventListener("submit", () => { isChanged = false; });
addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
