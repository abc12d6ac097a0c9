// `/me/key`: making a key in this browser and asking for it to count.

import { KeyProblem, makeLocal, makePortable, remember, subtle } from "./officer-key.js";

const form = document.querySelector("form[data-make-key]");
const words = (code) => form.querySelector(`[data-words="${code}"]`) ?? form.querySelector('[data-words="broken"]');

function tell(error) {
  const problem = form.querySelector("[data-problem]");
  problem.textContent = words(error instanceof KeyProblem ? error.code : "broken").textContent;
  problem.hidden = false;
  problem.focus();
}

async function make() {
  const officer = form.dataset.officer;
  const [first, second] = [form.querySelector("#passphrase").value, form.querySelector("#passphrase-again").value];
  const portable = form.elements.sort.value === "portable";
  if (portable && first.normalize("NFC").length < 12) throw new KeyProblem("short-passphrase");
  if (portable && first !== second) throw new KeyProblem("different-passphrase");
  const key = portable ? await makePortable(first) : await makeLocal();
  await remember(officer, key.sha256, key.privateKey);
  form.elements.public_key.value = key.publicKey;
  form.elements.wrapped_key.value = key.wrapped ? JSON.stringify(key.wrapped) : "";
  form.submit();
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    make().catch(tell);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault();
  });
  try {
    subtle();
    form.querySelector("[data-sign-button]").disabled = false;
  } catch (error) {
    tell(error);
  }
}
