// Signing in the browser: the private half of the key is made here, cannot be exported, and never leaves this profile.
//   form[data-enrol]         makes a key, and sends its public half (JWK) in the field "jwk"
//   form[data-sign="[...]"]  signs the bytes for the first key of the list that this browser has, sends the field "token"
// Without this script the forms stay hidden; the bytes can be downloaded, signed elsewhere, and uploaded.
(() => {
  "use strict";
  const ED25519 = { name: "Ed25519" }, ES256 = { name: "ECDSA", namedCurve: "P-256" };
  const SIGNING = { Ed25519: ED25519, ES256: { name: "ECDSA", hash: "SHA-256" } };
  const utf8 = (text) => new TextEncoder().encode(text);
  const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const encode = (buffer) => {
    let text = "";
    for (const each of new Uint8Array(buffer)) text += String.fromCharCode(each);
    return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const settled = (asked) => new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const store = async (mode) => {
    const asked = indexedDB.open("signing", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("keys", { keyPath: "kid" });
    return (await settled(asked)).transaction("keys", mode).objectStore("keys");
  };
  const find = async (kid) => settled((await store("readonly")).get(kid));

  const generate = async () => {
    try {
      return { alg: "Ed25519", pair: await crypto.subtle.generateKey(ED25519, false, ["sign", "verify"]) };
    } catch {
      return { alg: "ES256", pair: await crypto.subtle.generateKey(ES256, false, ["sign", "verify"]) };
    }
  };
  const enrol = async (form) => {
    const { alg, pair } = await generate();
    const whole = await crypto.subtle.exportKey("jwk", pair.publicKey);
    const named = whole.kty === "OKP" ? ["crv", "kty", "x"] : ["crv", "kty", "x", "y"];
    const jwk = Object.fromEntries(named.map((name) => [name, whole[name]]));
    const kid = encode(await crypto.subtle.digest("SHA-256", utf8(JSON.stringify(jwk))));
    await settled((await store("readwrite")).put({ kid, alg, key: pair.privateKey }));
    form.elements.namedItem("jwk").value = JSON.stringify({ ...jwk, alg, kid });
    form.submit();
  };

  const sign = async (form, asked, held) => {
    const header = JSON.stringify({ alg: asked.alg, kid: asked.kid, typ: asked.typ });
    const text = `${encode(utf8(header))}.${encode(bytes(asked.payload))}`;
    const signature = await crypto.subtle.sign(SIGNING[asked.alg], held.key, utf8(text));
    form.elements.namedItem("token").value = `${text}.${encode(signature)}`;
    form.submit();
  };

  const on = (form, action) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = form.querySelector("button"), failed = form.querySelector("[data-failed]");
      button.disabled = true;
      action().catch(() => {
        button.disabled = false;
        failed.hidden = false;
      });
    });
  };
  const prepare = async (form) => {
    for (const asked of JSON.parse(form.dataset.sign)) {
      const held = await find(asked.kid);
      if (held) return on(form, () => sign(form, asked, held));
    }
    for (const note of document.querySelectorAll("[data-keyless]")) note.hidden = false;
  };

  if (!window.crypto || !crypto.subtle || !window.indexedDB) return;
  for (const form of document.querySelectorAll("form[data-enrol]")) on(form, () => enrol(form));
  for (const form of document.querySelectorAll("form[data-sign]")) prepare(form).catch(() => {});
})();
