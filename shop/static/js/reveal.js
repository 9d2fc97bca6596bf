// A button in each password field that shows what is typed. Browsers keep only what is sent from a password field.

for (const box of document.querySelectorAll("[data-reveal]")) {
  const input = box.querySelector("input");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "password-reveal" });
  button.setAttribute("aria-controls", input.id);
  const show = (type) => {
    input.type = type;
    button.textContent = type === "text" ? box.dataset.hide : box.dataset.reveal;
  };
  button.onclick = () => show(input.type === "text" ? "password" : "text");
  input.form.addEventListener("submit", () => show("password"));
  show("password");
  box.append(button);
}
