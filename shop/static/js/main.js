// Small comforts that every page has. Each works on what it finds and leaves the rest alone.

// A form that came back with errors: start at their list, as a screen reader's user would want to.
document.querySelector("[data-focus]")?.focus();

// Controls that send their form when they change. A button marked .when-scripts-off does it without scripts.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form?.requestSubmit();
});

// A form that looks something up leaves out the fields that were left empty, for a shorter address.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

// One press, one request: a second press while the first is on its way does nothing.
const PATIENCE = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, PATIENCE);
});

// Coming back with the browser's button finds every form ready to be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) delete form.dataset.sent;
});
