// A Korean syllable is put together from several keys. While that goes on, Enter ends the syllable and nothing else.

export function guardComposition(root) {
  // Some browsers say that composing has ended just before they tell of the Enter that ended it.
  let endedAt = -Infinity;
  root.addEventListener("compositionend", (event) => {
    endedAt = event.timeStamp;
  });
  root.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !isField(event.target)) return;
      if (event.isComposing || event.keyCode === 229 || event.timeStamp - endedAt < 30) {
        event.preventDefault();
      }
    },
    true,
  );
}

export function isField(element) {
  return element instanceof HTMLElement && (element.isContentEditable || element.matches("input, select, textarea"));
}
