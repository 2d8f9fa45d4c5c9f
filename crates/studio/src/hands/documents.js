// Sends a file of an application without leaving its page: what is typed there, fit to be saved or not, stays. What is
// missing still is told anew from the page that the server answers. Without it the form is sent as any other.
(() => {
  const WAIT_MS = 400;
  const parts = () => [...document.querySelectorAll("[data-renews]")];
  if (!parts().length) return;
  const said = document.querySelector(".studio__said");
  const form = document.querySelector("form[data-follows], form[data-saves]");
  let sending = null;

  /** Puts the parts of an answered page that tell what is missing in place of those that stand here. */
  const renew = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const part of parts()) {
      const fresh = page.querySelector(`[data-renews="${part.dataset.renews}"]`);
      // Another page is answered: somebody is not signed in any more, or the operator has the application.
      if (!fresh) return location.reload();
      part.replaceWith(document.importNode(fresh, true));
    }
    said.textContent = page.querySelector(".studio__done")?.textContent ?? "";
  };

  const send = async (body) => {
    try {
      const answer = await fetch(location.pathname, { method: "POST", body });
      const text = await answer.text();
      if (answer.headers.get("content-type")?.includes("json")) said.textContent = JSON.parse(text).title;
      else renew(text);
    } catch {
      said.textContent = location.pathname.startsWith("/en/") ? "The line is cut: the file was not sent." : "연결이 끊겨 파일을 보내지 못했습니다.";
    }
  };

  // After who waits for what is being saved: that one comes again.
  document.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    if (event.defaultPrevented) return;
    if (sending) {
      event.preventDefault();
      await sending;
      if (target.isConnected) target.requestSubmit(submitter);
    } else if (target.enctype === "multipart/form-data") {
      event.preventDefault();
      sending = send(new FormData(target, submitter));
      await sending;
      sending = null;
      // It waits anew the next time.
      delete target.dataset.waited;
    }
  });

  // What was saved as one types may be what was missing.
  let waits = 0;
  const look = async () => {
    const isChosen = () => parts().some((part) => [...part.querySelectorAll("[type=file]")].some((file) => file.files.length));
    if (sending || isChosen()) return;
    const words = said.textContent;
    const ask = async () => {
      const answer = await fetch(location.pathname);
      return answer.ok ? answer.text() : null;
    };
    const text = await ask().catch(() => null);
    if (!text || sending || isChosen()) return;
    renew(text);
    said.textContent = words;
  };
  new MutationObserver(() => {
    if (!form || said.textContent !== form.dataset.saved) return;
    clearTimeout(waits);
    waits = setTimeout(look, WAIT_MS);
  }).observe(said, { childList: true });
})();
