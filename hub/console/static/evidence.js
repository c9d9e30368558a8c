// A sealed file is opened here, by the code that the gateway gave. The code stands in no field that is sent; what is sent
// is the mark, which says that the file was opened and nothing of what is in it (docs/reference/attachments.md).
// Without this script the section stays hidden; the file is opened at the authority's own site.
(() => {
  "use strict";
  const SEGMENT = 64 * 1024 + 16, MARKED = "cis-attachment-opened/1\0";
  const SIGNS = {
    "application/pdf": ["255044462d"], "image/jpeg": ["ffd8ff"], "image/png": ["89504e470d0a1a0a"],
    "image/tiff": ["49492a00", "4d4d002a"],
  };
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (each) => each.toString(16).padStart(2, "0")).join("");
  const sha256 = (bytes) => crypto.subtle.digest("SHA-256", bytes);
  const failure = (kind) => Object.assign(new Error(kind), { kind });

  const keyOf = (text) => {
    const plain = text.replace(/\s/g, "");
    if (!/^[A-Za-z0-9_-]{43}$/.test(plain)) throw failure("code");
    return Uint8Array.from(atob(plain.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  };
  const fetched = async (asked) => {
    const answer = await fetch(asked.src, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
    if (!answer || !answer.ok) throw failure("net");
    const sealed = await answer.arrayBuffer();
    if (sealed.byteLength !== Number(asked.size) || hex(await sha256(sealed)) !== asked.sha256) throw failure("digest");
    return sealed;
  };
  const opened = async (sealed, raw) => {
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
    const parts = [], count = Math.max(1, Math.ceil(sealed.byteLength / SEGMENT));
    for (let number = 0; number < count; number += 1) {
      const nonce = new DataView(new ArrayBuffer(12));
      nonce.setUint32(7, number);
      nonce.setUint8(11, number === count - 1 ? 1 : 0);
      const segment = sealed.slice(number * SEGMENT, (number + 1) * SEGMENT);
      parts.push(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce.buffer }, key, segment).catch(() => {
        throw failure("code");
      }));
    }
    return new Blob(parts).arrayBuffer();
  };
  const markOf = async (content, raw) => {
    const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const said = new Blob([MARKED, await sha256(content)]);
    return (await crypto.subtle.sign("HMAC", key, await said.arrayBuffer())).slice(0, 16);
  };
  const urlOf = (content, type) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(new Blob([content], { type }));
  });

  const open = async (section) => {
    const asked = section.dataset, raw = keyOf(section.querySelector("#code").value);
    const content = await opened(await fetched(asked), raw);
    const head = hex(content.slice(0, 8));
    if (!(SIGNS[asked.type] || []).some((sign) => head.startsWith(sign))) throw failure("type");
    const mark = await markOf(content, raw);
    if (asked.opening && hex(await sha256(mark)) !== asked.opening) throw failure("mark");
    const shown = section.querySelector("[data-opened]"), image = shown.querySelector("img");
    if (image) image.src = await urlOf(content, asked.type);
    shown.querySelector("[data-save]").href = URL.createObjectURL(new Blob([content], { type: asked.type }));
    shown.querySelector("input[name=mark]").value = hex(mark);
    section.querySelector("#code").value = "";
    shown.hidden = false;
    shown.querySelector("button").focus();
  };

  if (!window.crypto || !crypto.subtle) return;
  for (const section of document.querySelectorAll("[data-open]")) {
    section.hidden = false;
    section.querySelector("form[data-code]").addEventListener("submit", (event) => {
      event.preventDefault();
      const button = section.querySelector("form[data-code] button");
      for (const each of section.querySelectorAll("[data-failed]")) each.hidden = true;
      button.disabled = true;
      open(section).catch((error) => {
        section.querySelector(`[data-failed=${error.kind || "code"}]`).hidden = false;
      }).finally(() => {
        button.disabled = false;
      });
    });
  }
})();
