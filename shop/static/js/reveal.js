// A button in each password field that shows what is typed. Sent, it is a password field again, as browsers keep no others.

for (const box of document.querySelectorAll("[data-reveal]")) {
  const input = box.querySelector("input");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "password-reveal" });
  const show = (isShown) => {
    input.type = isShown ? "text" : "password";
    button.textContent = isShown ? box.dataset.hide : box.dataset.reveal;
    button.setAttribute("aria-label", `${button.textContent}: ${input.labels[0]?.textContent.trim() ?? ""}`);
  };
  button.addEventListener("click", () => show(input.type === "password"));
  input.form.addEventListener("submit", () => show(false));
  show(false);
  box.append(button);
}
