// Passkeys: signing in by one, and adding one. Without it, and where a browser knows none, nothing of them is seen.
(() => {
  const place = document.querySelector("[data-passkey]");
  if (!place || !window.PublicKeyCredential) return;
  const unpacked = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const packed = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const lang = location.pathname.startsWith("/en/") ? "?lang=en" : "";
  const ask = async (path, body) => {
    const answer = await fetch(`/api/v1/${path}${lang}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const reply = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(reply.title), { said: true });
    return reply;
  };
  const ways = {
    "sign-in": async () => {
      const { ceremony, options } = await ask("session/passkey/begin", {});
      const asked = JSON.parse(options);
      const publicKey = { ...asked, challenge: unpacked(asked.challenge) };
      const key = await navigator.credentials.get({ publicKey });
      const { clientDataJSON, authenticatorData, signature, userHandle } = key.response;
      const response = {
        clientDataJSON: packed(clientDataJSON),
        authenticatorData: packed(authenticatorData),
        signature: packed(signature),
        userHandle: packed(userHandle ?? []),
      };
      const credential = { id: key.id, rawId: key.id, type: key.type, response, clientExtensionResults: {} };
      await ask("session/passkey", { ceremony, credential: JSON.stringify(credential) });
    },
    add: async () => {
      const { ceremony, options } = await ask("me/passkeys/begin", { password: new FormData(place).get("password") });
      const asked = JSON.parse(options);
      const publicKey = {
        ...asked,
        challenge: unpacked(asked.challenge),
        user: { ...asked.user, id: unpacked(asked.user.id) },
        excludeCredentials: (asked.excludeCredentials ?? []).map((one) => ({ ...one, id: unpacked(one.id) })),
      };
      const key = await navigator.credentials.create({ publicKey });
      const { clientDataJSON, attestationObject } = key.response;
      const response = {
        clientDataJSON: packed(clientDataJSON),
        attestationObject: packed(attestationObject),
        transports: key.response.getTransports?.() ?? [],
      };
      const credential = { id: key.id, rawId: key.id, type: key.type, response, clientExtensionResults: {} };
      await ask("me/passkeys", { ceremony, credential: JSON.stringify(credential) });
    },
  };
  const [button, why] = [place.querySelector("button"), place.querySelector("[role=alert]")];
  place.hidden = false;
  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    why.textContent = "";
    try {
      await ways[place.dataset.passkey]();
      location.assign(place.dataset.then);
    } catch (error) {
      // What the browser says is in no language of ours.
      why.textContent = error.said ? error.message : place.dataset.failed;
      button.disabled = false;
    }
  });
})();
// Who leaves a device takes along what their forms kept there.
document.addEventListener("submit", (event) => {
  const { who } = document.querySelector("main").dataset;
  if (!who || !["sign-out", "delete-me"].includes(event.submitter?.value)) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(`golmok ${who} `)) localStorage.removeItem(key);
});
