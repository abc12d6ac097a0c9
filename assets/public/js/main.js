// Small helps for the keyboard; every page works without them.
import { startShortcuts } from "./shortcut.js";
import { guardComposition } from "./composition.js";

guardComposition(document);
startShortcuts(document);

// A form with faults: the list of them is read first.
document.getElementById("error-summary")?.focus();

// A menu closes when one looks elsewhere.
for (const menu of document.querySelectorAll("details.officer-menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// What a person sends twice by clicking twice is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
});
