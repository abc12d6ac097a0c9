// Signing in the browser: what is shown is read from the very bytes that are signed, and nothing else is signed.
//
// A form takes part by `data-sign`; see templates/component/sign.html for what it carries.

import { KeyProblem, forget, fromBase64, recall, remember, sha256Hex, sign, subtle, unlock } from "./officer-key.js";

/** JSON in its one canonical spelling: keys sorted, nothing padded. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}

function read(bytes) {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  const value = JSON.parse(text);
  // Another spelling could read differently to another reader.
  if (canonical(value) !== text) throw new KeyProblem("not-canonical");
  return value;
}

/** Holds the statement and the record against each other and against what the page says. Gives the record. */
export async function check(wanted, statementBytes, recordBytes) {
  const statement = read(statementBytes);
  const record = read(recordBytes);
  if (statement[wanted.digestField] !== (await sha256Hex(recordBytes))) throw new KeyProblem("other-record");
  if (statement.schema !== wanted.schema || statement.officer !== wanted.officer) throw new KeyProblem("other-statement");
  if (wanted.role && statement.role !== wanted.role) throw new KeyProblem("other-statement");
  if (wanted.application) {
    const numbers = [statement.application_number, record.application_number];
    if (numbers.some((number) => number !== wanted.application)) throw new KeyProblem("other-statement");
  }
  return record;
}

/** The record as rows of path and value, in its own order. */
export function rows(value, path = "") {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, member]) => rows(member, path ? `${path}.${key}` : key));
  }
  const text = Array.isArray(value) ? value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join(", ") : String(value);
  return [[path, text]];
}

/** A resident number as others at the counter may see it; opened, the whole number that is signed. */
function masked(number) {
  const [whole, shown] = [document.createElement("details"), document.createElement("summary")];
  shown.textContent = number.replace(/^(\d{6}-?\d)\d*$/, "$1******");
  whole.append(shown, number);
  return whole;
}

function show(list, record, labels) {
  list.replaceChildren();
  for (const [path, text] of rows(record)) {
    const row = document.createElement("div");
    const [term, value] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = labels[path] ?? path;
    const words = labels[`${path}=${text}`];
    if (path.endsWith("resident_number")) value.append(masked(text));
    else value.textContent = words === undefined ? text : `${words} (${text})`;
    if (/sha256|public_key$/.test(path)) value.className = "mrz";
    row.append(term, value);
    list.append(row);
  }
}

class SigningForm {
  constructor(form) {
    this.form = form;
    const data = form.dataset;
    this.wanted = {
      schema: data.schema,
      officer: data.officer,
      role: data.role || null,
      application: data.application || null,
      digestField: data.digestField,
    };
    this.keys = JSON.parse(data.keys);
    this.labels = JSON.parse(data.labels || "{}");
    this.passphrase = form.querySelector("[data-passphrase]");
    this.problem = form.querySelector("[data-problem]");
    this.locked = form.querySelector("[data-locked]");
    this.ready = form.querySelector("[data-ready]");
    this.busy = false;
    this.statement = fromBase64(form.elements.statement.value);
    this.record = fromBase64(form.querySelector("[data-record]").dataset.record);
  }

  async begin() {
    this.form.addEventListener("submit", (event) => this.submit(event));
    // Enter that ends a Korean syllable sends nothing.
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault();
    });
    this.form.querySelector("[data-forget]")?.addEventListener("click", () => this.forgetKeys());
    try {
      subtle();
      const record = await check(this.wanted, this.statement, this.record);
      show(this.form.querySelector("[data-shown]"), record, this.labels);
      this.form.querySelector("[data-whole]").hidden = false;
      if (this.keys.length === 0) throw new KeyProblem("no-key");
      await this.look();
      for (const button of this.form.querySelectorAll("[data-sign-button]")) button.disabled = false;
    } catch (error) {
      this.tell(error);
    }
  }

  /** Whether a key is open in this browser already. */
  async look() {
    let kept = false;
    for (const key of this.keys) kept ||= (await recall(this.wanted.officer, key.sha256)) !== null;
    this.locked.hidden = kept;
    this.ready.hidden = !kept;
  }

  async forgetKeys() {
    for (const key of this.keys) await forget(this.wanted.officer, key.sha256);
    await this.look();
    this.passphrase.focus();
  }

  async submit(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.problem.hidden = true;
    try {
      // Once more: the page may have been changed since it was shown.
      this.statement = fromBase64(this.form.elements.statement.value);
      await check(this.wanted, this.statement, this.record);
      this.form.elements.signature.value = await this.signature();
      this.passphrase.value = "";
      this.form.submit();
    } catch (error) {
      this.tell(error);
      this.busy = false;
    }
  }

  async signature() {
    for (const key of this.keys) {
      const kept = await recall(this.wanted.officer, key.sha256);
      if (kept) return sign(kept, key.public_key, this.statement);
    }
    const portable = this.keys.find((key) => key.wrapped_key);
    if (!portable) throw new KeyProblem("key-elsewhere");
    if (this.passphrase.value === "") throw new KeyProblem("no-passphrase");
    const opened = await unlock(portable.wrapped_key, this.passphrase.value);
    const signature = await sign(opened, portable.public_key, this.statement);
    try {
      await remember(this.wanted.officer, portable.sha256, opened);
    } catch {
      // A browser that keeps nothing asks again next time.
    }
    return signature;
  }

  tell(error) {
    const code = error instanceof KeyProblem ? error.code : "broken";
    const words = this.form.querySelector(`[data-words="${code}"]`) ?? this.form.querySelector('[data-words="broken"]');
    this.problem.textContent = words.textContent;
    this.problem.hidden = false;
    if (code.endsWith("passphrase")) this.passphrase.focus();
    else this.problem.focus();
  }
}

if (typeof document !== "undefined") {
  for (const form of document.querySelectorAll("form[data-sign]")) new SigningForm(form).begin();
}
