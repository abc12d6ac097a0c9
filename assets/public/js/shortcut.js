// Keys by their place on the keyboard (`code`), so that they are the same whatever is being typed with. They rest while
// somebody writes in a field, composes a syllable, or holds another key down.
import { isField } from "./composition.js";

const GO = new Map([
  ["KeyD", "/"],
  ["KeyW", "/work"],
  ["KeyH", "/help"],
]);
const WAIT_MS = 1500;

export function startShortcuts(root) {
  let goAt = -Infinity;
  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.repeat || isField(event.target)) return;
    if (event.timeStamp - goAt < WAIT_MS && GO.has(event.code)) {
      goAt = -Infinity;
      event.preventDefault();
      location.assign(GO.get(event.code));
      return;
    }
    goAt = -Infinity;
    if (event.code === "KeyG" && !event.shiftKey) goAt = event.timeStamp;
    if (event.code === "Slash" && !event.shiftKey) act(event, root.querySelector('[data-shortcut="search"]'), "focus");
    if (event.code === "KeyN" && !event.shiftKey) act(event, root.querySelector('[data-shortcut="new"]'), "click");
  });
}

function act(event, element, what) {
  if (!element) return;
  event.preventDefault();
  element[what]();
}
