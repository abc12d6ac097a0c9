// Helps of the application pages: what the document will look like while it is being entered, a scanner that ends with Enter,
// the first thing to do under the Enter key, printing. Everything works without them.

const form = document.querySelector("form[data-preview]");
if (form) {
  const lines = document.querySelector("[data-mrz-preview]");
  const suggestions = form.querySelector("[data-suggestions]");
  let timer = 0;
  let asked = 0;

  const show = (preview) => {
    lines.textContent = preview.mrz.join("\n");
    suggestions.replaceChildren();
    const names = [["surname_en", preview.surname], ["given_names_en", preview.given_names]];
    if (names.every(([, spellings]) => spellings.length === 0)) return;
    suggestions.append(suggestions.dataset.label, " ");
    for (const [field, spellings] of names) {
      for (const spelling of spellings) {
        // Only a button that a person presses writes into the field: the name is the applicant's.
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button--quiet button--small";
        button.lang = "en";
        button.textContent = spelling;
        button.addEventListener("click", () => {
          const input = form.elements.namedItem(field);
          input.value = spelling;
          input.focus();
          later();
        });
        suggestions.append(button);
      }
    }
  };

  const ask = async () => {
    const turn = ++asked;
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.preview, { method: "POST", body }).catch(() => null);
    if (answer?.ok && turn === asked) show(await answer.json());
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  };

  form.addEventListener("input", (event) => {
    if (!event.isComposing) later();
  });
  form.addEventListener("compositionend", later);
  later();
}

const zone = document.querySelector("textarea[data-mrz]");
if (zone) {
  // A scanner types the lines and Enter: two lines of 44 or 36, or three of 30, are whole.
  zone.addEventListener("input", () => {
    const rows = zone.value.split("\n").map((row) => row.trim()).filter(Boolean);
    const whole = [[44, 44], [36, 36], [30, 30, 30]].some(
      (widths) => widths.length === rows.length && widths.every((width, at) => rows[at].length === width),
    );
    if (whole && zone.value.endsWith("\n")) zone.form.requestSubmit();
  });
}

if (!document.querySelector("#error-summary, [autofocus]")) {
  document.querySelector("[data-first]")?.focus();
}
document.querySelector("#error-summary")?.focus();

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
