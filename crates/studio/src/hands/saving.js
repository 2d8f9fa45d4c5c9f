// Saves as one types, lets the preview follow, and keeps what could not be sent. Without it every form works by its button.
(() => {
  const WAIT_MS = 90;
  const said = document.createElement("p");
  said.className = "studio__said";
  said.setAttribute("role", "status");
  document.querySelector("main").append(said);

  /** Loads the frame of the preview again, where the reader is in it. */
  const follow = () => document.querySelectorAll("iframe").forEach(load);
  const places = new Map();
  const asked = new Map();
  const load = (frame) => {
    // Of two loadings a browser makes one where the second begins before the first was answered: what was saved between them would
    // not be seen. An answer that never comes is not waited for.
    if (Date.now() - (asked.get(frame)?.since ?? 0) < 10_000) {
      asked.get(frame).again = true;
      return;
    }
    if (!places.has(frame)) {
      places.set(frame, frame.contentWindow.scrollY);
      const back = () => {
        frame.contentWindow.scrollTo(0, places.get(frame));
        places.delete(frame);
      };
      frame.addEventListener("load", back, { once: true });
    }
    awaitAnswer(frame);
    frame.contentWindow.location.reload();
  };
  /** Until another document stands there, the frame is not loaded again. */
  const awaitAnswer = (frame) => {
    const [before, one] = [frame.contentDocument, { since: Date.now(), again: false }];
    asked.set(frame, one);
    const look = () => {
      if (asked.get(frame) !== one) return;
      const now = frame.contentDocument;
      if (now === before || now?.URL === "about:blank") {
        setTimeout(look, 10);
        return;
      }
      asked.delete(frame);
      if (one.again) load(frame);
    };
    look();
  };
  // The page's own loading of it may not be answered yet.
  for (const frame of document.querySelectorAll("iframe")) if (frame.contentDocument?.URL === "about:blank") awaitAnswer(frame);

  /** What a button lets go of does not come back. */
  const letGo = (button) => {
    if (/^drop-/.test(button?.value ?? "")) for (const one of savers) one.forget();
  };

  const savers = [];
  // A button waits for what is being saved: else it would overtake it, and be told that somebody else was quicker.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    letGo(event.submitter);
    const open = savers.filter((one) => (one.form === form ? one.sends() : one.isBehind()));
    if (!open.length || form.dataset.waited) return;
    event.preventDefault();
    form.dataset.waited = "true";
    await Promise.all(open.map((one) => one.settle()));
    form.requestSubmit(event.submitter);
  });

  /** The row that a field is of, made anew where the page has fewer rows than were filled in. */
  const row = (form, name) => {
    const [, letter] = name.match(/^([a-z])\d+[-_]/) ?? [];
    const fields = [...form.elements].filter((field) => letter && field.name.match(/^([a-z])\d+[-_]/)?.[1] === letter);
    const last = fields.at(-1)?.closest(".studio__row");
    // What hangs on something that is not seen is no row that can be made here.
    if (!last || last.querySelector("[type=hidden]")) return;
    const made = last.cloneNode(true);
    for (const field of made.querySelectorAll("[name]")) {
      field.name = field.name.replace(/^[a-z]\d+/, name.match(/^[a-z]\d+/)[0]);
      field.value = "";
    }
    last.after(made);
  };

  /** Puts back what stood in a form: texts, choices and ticks, and where `whole`, also what is not seen. */
  const put = (form, body, whole) => {
    const were = new URLSearchParams(body);
    for (const name of were.keys()) if (!form.elements[name]) row(form, name);
    for (const field of form.elements) {
      if (!field.name || !("value" in field) || ["file", "submit", "button"].includes(field.type)) continue;
      if (field.type === "checkbox") field.checked = were.getAll(field.name).includes(field.value);
      else if (field.type !== "hidden") field.value = were.get(field.name) ?? "";
      else if (whole && were.has(field.name)) field.value = were.get(field.name);
    }
  };

  /** What is filled in, without the mark of what one has seen. */
  const bare = (body) => new URLSearchParams([...new URLSearchParams(body)].filter(([name, value]) => value && name !== "seen")).toString();

  /** The states of a form that were saved, for as long as nobody else changes the thing: the last is what stands there. */
  const history = (key, seen, first) => {
    const MOST = 30;
    const PAUSE_MS = 1000;
    const known = JSON.parse(sessionStorage.getItem(key) ?? "null");
    const states = known?.seen === seen ? [...known.states.slice(0, -1), first] : [first];
    let at = 0;
    const keep = (seen) => {
      try {
        sessionStorage.setItem(key, JSON.stringify({ seen, states }));
      } catch {
        // There is no room: then it is for this page alone.
      }
    };
    return {
      /** A state that was saved; without a pause since the one before, both are one step. */
      add(body, seen) {
        if (body !== states.at(-1)) {
          const goesOn = Date.now() - at < PAUSE_MS && states.length > 1;
          if (goesOn) states.pop();
          states.push(body);
          states.splice(0, states.length - MOST);
          at = Date.now();
        }
        keep(seen);
      },
      /** The state to go back to: the one that was saved, where more is typed, else the one before it. */
      back(now) {
        at = 0;
        if (now !== states.at(-1)) return states.at(-1);
        if (states.length < 2) return null;
        states.pop();
        return states.at(-1);
      },
    };
  };

  // What takes something away, or makes whole new rows, waits for the button, and all that is typed with it.
  const waitsForButton = (name) => /-gone$|^gone$|^o\d/.test(name);
  const waiting = (body) => [...new URLSearchParams(body)].filter(([name]) => waitsForButton(name)).join();

  for (const form of document.querySelectorAll("form[data-follows]")) {
    const key = `golmok ${location.pathname} ${form.dataset.follows}`;
    const fields = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    const words = form.dataset;
    let sent = fields().toString();
    let waits = 0;
    let tries = 0;
    let sending = null;
    const states = history(`${key} states`, form.elements.seen.value, bare(sent));
    const isBehind = () => !form.dataset.held && fields().toString() !== sent;
    const keep = (body) => {
      try {
        localStorage.setItem(key, body);
      } catch {
        // There is no room: it still stands in its fields.
      }
    };
    const forget = () => localStorage.removeItem(key);

    const save = async () => {
      if (sending) return;
      if (!isBehind()) {
        tries = 0;
        return;
      }
      sending = send();
      await sending;
      sending = null;
      // Typed meanwhile.
      if (isBehind() && !tries) later();
    };
    /** Tried again, ever more seldom, or when the server says. */
    const again = (answer) => {
      const said = Number(answer?.headers.get("retry-after"));
      tries += 1;
      clearTimeout(waits);
      waits = setTimeout(save, said > 0 ? Math.min(said, 300) * 1000 : Math.min(3000 * tries, 60000));
    };
    const send = async () => {
      const now = fields();
      const body = now.toString();
      now.set("act", form.dataset.follows);
      try {
        const answer = await fetch(location.pathname, { method: "POST", body: now, headers: { accept: "application/json" } });
        const reply = await answer.json();
        if (answer.ok) {
          tries = 0;
          form.elements.seen.value = reply.seen;
          const saved = new URLSearchParams(body);
          saved.set("seen", reply.seen);
          sent = saved.toString();
          states.add(bare(sent), form.elements.seen.value);
          // Typed meanwhile, it waits for the next turn.
          if (isBehind()) keep(fields().toString());
          else forget();
          said.textContent = words.saved;
          follow();
          return;
        }
        keep(fields().toString());
        if (answer.status === 429 || answer.status >= 500) {
          said.textContent = `${reply.title} ${words.stays}`;
          again(answer);
        } else {
          // What is not fit is said, and saved once it is. So is that somebody else was quicker: with what the edit began with,
          // nothing of theirs is written over. Who has to sign in first does that elsewhere, and comes back.
          const isAway = answer.status === 401;
          tries = isAway ? 1 : 0;
          if (!isAway) sent = body;
          said.textContent = isAway ? `${reply.title} ${words.stays}` : reply.title;
        }
      } catch {
        keep(fields().toString());
        said.textContent = words.kept;
        again();
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
    savers.push({ form, isBehind, settle, forget, sends: () => sending !== null });
    form.addEventListener("submit", () => {
      clearTimeout(waits);
      form.dataset.held = "true";
      // Where the answer is none, or asks to sign in first.
      keep(fields().toString());
    });
    for (const back of ["focus", "online"]) addEventListener(back, () => isBehind() && later());

    const undo = form.querySelector("[data-does='undo']");
    undo.hidden = false;
    undo.addEventListener("click", async () => {
      await settle();
      const state = states.back(bare(fields()));
      if (state === null) {
        said.textContent = words.first;
        return;
      }
      delete form.dataset.held;
      put(form, state, false);
      said.textContent = words.undone;
      await save();
      if (said.textContent === words.saved) said.textContent = words.undone;
      if (!isBehind() && said.textContent === words.undone) forget();
    });

    const kept = localStorage.getItem(key);
    const isDone = new URLSearchParams(location.search).get("done") === form.dataset.follows;
    const isFresh = performance.getEntriesByType("navigation")[0]?.type === "navigate";
    // What was sent and refused stands there as it was sent.
    const isRefused = form.querySelector("[role=alert], [aria-invalid=true]");
    if (kept && ((isDone && isFresh) || bare(kept) === bare(sent))) {
      forget();
    } else if (kept && !isRefused) {
      // What could not be sent comes back as it was, with what its edit began with: the server tells if that is not so any more.
      const before = waiting(sent);
      put(form, kept, true);
      said.textContent = words.back;
      if (waiting(fields()) !== before) form.dataset.held = "true";
      else later();
    }
    form.addEventListener("input", (event) => {
      if (waitsForButton(event.target.name)) form.dataset.held = "true";
      if (form.dataset.held || tries || sending) keep(fields().toString());
      if (!form.dataset.held && !tries) later();
    });
  }
})();
