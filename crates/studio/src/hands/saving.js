// Saves as one types, lets the preview follow, and keeps what could not be sent. Without it every form works by its button.
(() => {
  const WAIT_MS = 90;
  const said = document.createElement("p");
  said.className = "studio__said";
  said.setAttribute("role", "status");
  document.querySelector("main").append(said);

  /** Loads the frame of the preview again, where the reader is in it. */
  const follow = () => {
    for (const frame of document.querySelectorAll("iframe")) {
      const place = frame.contentWindow.scrollY;
      frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, place), { once: true });
      frame.contentWindow.location.reload();
    }
  };

  const savers = [];
  // A button waits for what is being saved: else it would overtake it, and be told that somebody else was quicker.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const open = savers.filter((one) => (one.form === form ? one.sends() : one.isBehind()));
    if (!open.length || form.dataset.waited) return;
    event.preventDefault();
    form.dataset.waited = "true";
    await Promise.all(open.map((one) => one.settle()));
    form.requestSubmit(event.submitter);
  });

  for (const form of document.querySelectorAll("form[data-follows]")) {
    const key = `golmok ${location.pathname} ${form.dataset.follows}`;
    const fields = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    const words = form.dataset;
    let sent = fields().toString();
    let waits = 0;
    let sending = null;
    const isBehind = () => !form.dataset.held && fields().toString() !== sent;

    const save = async () => {
      if (sending || !isBehind()) return;
      sending = send();
      await sending;
      sending = null;
      // Typed meanwhile.
      if (isBehind()) later();
    };
    const send = async () => {
      const now = fields();
      const body = now.toString();
      now.set("act", form.dataset.follows);
      try {
        const answer = await fetch(location.pathname, { method: "POST", body: now, headers: { accept: "application/json" } });
        const reply = await answer.json();
        if (answer.ok) {
          form.elements.seen.value = reply.seen;
          const saved = new URLSearchParams(body);
          saved.set("seen", reply.seen);
          sent = saved.toString();
          localStorage.removeItem(key);
          said.textContent = words.saved;
          follow();
        } else {
          // What is not fit is said, and saved once it is.
          sent = body;
          said.textContent = reply.title;
        }
      } catch {
        localStorage.setItem(key, body);
        said.textContent = words.kept;
        setTimeout(save, 3000);
      }
    };
    const later = () => {
      clearTimeout(waits);
      waits = setTimeout(save, WAIT_MS);
    };

    const settle = async () => {
      clearTimeout(waits);
      await sending;
      await save();
    };
    savers.push({ form, isBehind, settle, sends: () => sending !== null });
    form.addEventListener("submit", () => {
      clearTimeout(waits);
      form.dataset.held = "true";
    });

    // What a cut line kept from being sent comes back.
    const kept = localStorage.getItem(key);
    if (kept) {
      for (const [name, value] of new URLSearchParams(kept)) {
        const field = form.elements[name];
        if (field && name !== "seen" && "value" in field && field.type !== "checkbox" && field.type !== "hidden") field.value = value;
      }
      said.textContent = words.back;
    }
    // What takes something away, or makes whole new rows, waits for the button, and all that is typed with it.
    form.addEventListener("input", (event) => {
      if (/-gone$|^gone$|^o\d/.test(event.target.name)) form.dataset.held = "true";
      if (!form.dataset.held) later();
    });
    if (kept) later();
  }
})();
