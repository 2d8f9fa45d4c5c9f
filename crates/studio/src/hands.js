// What the studio does beyond forms: saves as one types, lets the preview follow, keeps what could not be sent, and takes
// pictures that are dropped or pasted. Without it every form works by its button.
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

  for (const form of document.querySelectorAll("form[data-follows]")) {
    const key = `golmok ${location.pathname} ${form.dataset.follows}`;
    const fields = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    const words = form.dataset;
    let sent = fields().toString();
    let waits = 0;
    let sends = false;

    const save = async () => {
      const now = fields();
      if (sends || form.dataset.held || now.toString() === sent) return;
      sends = true;
      const body = now.toString();
      now.set("act", form.dataset.follows);
      try {
        const answer = await fetch(location.pathname, { method: "POST", body: now, headers: { accept: "application/json" } });
        const reply = await answer.json();
        for (const why of form.querySelectorAll(".studio__why[data-now]")) why.remove();
        if (answer.ok) {
          form.elements.seen.value = reply.seen;
          sent = fields().toString();
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
      sends = false;
      // Typed meanwhile.
      if (fields().toString() !== sent) later();
    };
    const later = () => {
      clearTimeout(waits);
      waits = setTimeout(save, WAIT_MS);
    };

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

  const file = document.querySelector("#send-picture");
  if (file) {
    const take = (event, files) => {
      const pictures = [...(files ?? [])].filter((one) => one.type.startsWith("image/"));
      if (!pictures.length) return;
      event.preventDefault();
      const chosen = new DataTransfer();
      chosen.items.add(pictures[0]);
      file.files = chosen.files;
      file.form.requestSubmit();
    };
    addEventListener("paste", (event) => take(event, event.clipboardData?.files));
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => take(event, event.dataTransfer?.files));
  }
})();
