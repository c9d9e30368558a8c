// Passkeys: a form marked data-passkey="get" or "create" asks the browser, and is then sent as any form is; one marked
// data-confirm asks who is there before it is sent.
// Without this script the form stays hidden; there are other ways in.
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const parse = (kind, options) => {
    const parsed = { ...options, challenge: bytes(options.challenge) };
    const named = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));
    if (kind === "create") {
      parsed.user = { ...options.user, id: bytes(options.user.id) };
      parsed.excludeCredentials = named(options.excludeCredentials);
    } else {
      parsed.allowCredentials = named(options.allowCredentials);
    }
    return parsed;
  };

  const answerOf = (made) => {
    const response = { clientDataJSON: text(made.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[name]) response[name] = text(made.response[name]);
    }
    return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} };
  };

  const ask = async (form) => {
    const kind = form.dataset.passkey;
    const publicKey = parse(kind, JSON.parse(form.dataset.options));
    const made = await navigator.credentials[kind]({ publicKey });
    form.elements.namedItem("answer").value = JSON.stringify(answerOf(made));
    form.submit();
  };

  // A form marked data-confirm is sent, or goes on to what else listens to it, once the passkey has confirmed the person.
  const confirm = async (form, submitter) => {
    const publicKey = parse("get", JSON.parse(form.dataset.confirm));
    const made = await navigator.credentials.get({ publicKey });
    form.elements.namedItem("answer").value = JSON.stringify(answerOf(made));
    form.requestSubmit(submitter);
  };
  for (const form of document.querySelectorAll("form[data-confirm]")) {
    if (!window.PublicKeyCredential) continue;
    form.addEventListener("submit", (event) => {
      if (form.elements.namedItem("answer").value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const failed = form.querySelector("[data-unconfirmed]");
      failed.hidden = true;
      confirm(form, event.submitter).catch(() => {
        failed.hidden = false;
      });
    });
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-failed]");
      if (failed) failed.hidden = true;
      ask(form).catch(() => {
        if (failed) failed.hidden = false;
      });
    });
  }
})();
