// An officer's signing key in the browser: opened with a passphrase that never leaves this page, kept so that no script can
// read it out. The same parameters stand in src/service/portable_key.rs.

const ITERATIONS = 600000;
const MOST_ITERATIONS = 10000000;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };

/** Why a key cannot be used; `code` is the key of the words on the page. */
export class KeyProblem extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function toBase64(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}

export function toHex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function sha256Hex(bytes) {
  return toHex(await subtle().digest("SHA-256", bytes));
}

/** WebCrypto exists only on https and on this machine itself. */
export function subtle() {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) throw new KeyProblem("no-crypto");
  return globalThis.crypto.subtle;
}

async function passphraseKey(passphrase, salt, iterations, usage) {
  // One spelling: a passphrase typed on another keyboard may come in another composition.
  const bytes = new TextEncoder().encode(passphrase.normalize("NFC"));
  const base = await subtle().importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
  bytes.fill(0);
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return subtle().deriveKey(parameters, base, { name: "AES-GCM", length: 256 }, false, [usage]);
}

/** Opens a wrapped key. What comes back signs and cannot be read out. */
export async function unlock(wrapped, passphrase) {
  const known = wrapped.kdf === "PBKDF2-SHA256" && wrapped.iterations >= ITERATIONS && wrapped.iterations <= MOST_ITERATIONS;
  if (!known) throw new KeyProblem("malformed");
  const key = await passphraseKey(passphrase, fromBase64(wrapped.salt), wrapped.iterations, "decrypt");
  let pkcs8;
  try {
    const opened = await subtle().decrypt({ name: "AES-GCM", iv: fromBase64(wrapped.iv) }, key, fromBase64(wrapped.ciphertext));
    pkcs8 = new Uint8Array(opened);
  } catch {
    throw new KeyProblem("wrong-passphrase");
  }
  try {
    return await subtle().importKey("pkcs8", pkcs8, CURVE, false, ["sign"]);
  } finally {
    pkcs8.fill(0);
  }
}

/** Makes a new key whose private half can be carried, wrapped by a passphrase. */
export async function makePortable(passphrase) {
  const pair = await subtle().generateKey(CURVE, true, ["sign", "verify"]);
  const pkcs8 = new Uint8Array(await subtle().exportKey("pkcs8", pair.privateKey));
  const publicKey = await subtle().exportKey("spki", pair.publicKey);
  try {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const key = await passphraseKey(passphrase, salt, ITERATIONS, "encrypt");
    const ciphertext = await subtle().encrypt({ name: "AES-GCM", iv }, key, pkcs8);
    return {
      publicKey: toBase64(publicKey),
      sha256: await sha256Hex(publicKey),
      wrapped: { kdf: "PBKDF2-SHA256", iterations: ITERATIONS, salt: toBase64(salt), iv: toBase64(iv), ciphertext: toBase64(ciphertext) },
      privateKey: await subtle().importKey("pkcs8", pkcs8, CURVE, false, ["sign"]),
    };
  } finally {
    pkcs8.fill(0);
  }
}

/** Makes a new key that never leaves this browser. */
export async function makeLocal() {
  const pair = await subtle().generateKey(CURVE, false, ["sign", "verify"]);
  const publicKey = await subtle().exportKey("spki", pair.publicKey);
  return { publicKey: toBase64(publicKey), sha256: await sha256Hex(publicKey), wrapped: null, privateKey: pair.privateKey };
}

/** Signs bytes: r ‖ s in lower-case hexadecimal. Whether the key belongs to the public half is checked before anything is sent. */
export async function sign(privateKey, publicKey, bytes) {
  const signature = await subtle().sign(SIGNING, privateKey, bytes);
  const half = await subtle().importKey("spki", fromBase64(publicKey), CURVE, false, ["verify"]);
  if (!(await subtle().verify(SIGNING, half, signature, bytes))) throw new KeyProblem("other-key");
  return toHex(signature);
}

const DATABASE = "yeogwon";
const STORE = "officer-key";

function database() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within(mode, act) {
  const base = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}

const place = (officer, sha256) => `${officer}:${sha256}`;

/** Keeps a key for an officer in this browser. */
export function remember(officer, sha256, privateKey) {
  return within("readwrite", (store) => store.put(privateKey, place(officer, sha256)));
}

/** The key that was kept, if there is one; a browser that keeps nothing has none. */
export async function recall(officer, sha256) {
  try {
    return (await within("readonly", (store) => store.get(place(officer, sha256)))) ?? null;
  } catch {
    return null;
  }
}

/** Forgets a key. */
export function forget(officer, sha256) {
  return within("readwrite", (store) => store.delete(place(officer, sha256)));
}
