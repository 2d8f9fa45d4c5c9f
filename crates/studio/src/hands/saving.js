// Saves as one types, lets the preview follow, and keeps what could not be sent. Without it every form works by its button.
(() => {
  const WAIT_MS = 50;
  const said = document.createElement("p");
  said.className = "studio__said";
  said.setAttribute("role", "status");
  document.querySelector("main").append(said);
  const done = new URLSearchParams(location.search).get("done");
  const isFresh = performance.getEntriesByType("navigation")[0]?.type === "navigate";

  const store = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // There is no room: it still stands in its fields.
    }
  };
  const SENT = "golmok sent";
  /** What a form kept is let go of by the page that says that it was done, which may be another's. */
  const leaves = (key, act) => sessionStorage.setItem(SENT, JSON.stringify({ key, act }));
  const left = JSON.parse(sessionStorage.getItem(SENT) ?? "null");
  sessionStorage.removeItem(SENT);
  const isRefused = (within) => within.querySelector("[role=alert], [aria-invalid=true]") !== null;
  if (isFresh && left && [left.act, "gone"].includes(done) && !isRefused(document)) localStorage.removeItem(left.key);
  // It was said; what is sent from here next is another thing, and a refusal of that is none of this.
  if (done) {
    const here = new URL(location);
    here.searchParams.delete("done");
    window.history.replaceState(window.history.state, "", here);
  }
  /** By person: what one of them typed is not put into a form that another opens at the same device. */
  const { who = "" } = document.querySelector("main").dataset;

  /** Loads the frame of the preview again, where the reader is in it. */
  const follow = () => previews().forEach(load);
  /** Those of our own: a player from elsewhere plays on. */
  const previews = () => document.querySelectorAll(".studio__frame iframe");
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
  for (const frame of previews()) if (frame.contentDocument?.URL === "about:blank") awaitAnswer(frame);

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

  const filled = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

  /** Whether a field tells what one has seen. */
  const isMark = (name) => /^seen$|(^|[-_])was(_|$)/.test(name);
  /** What the rows of a form are of: what was typed in one that is of other things does not fit. */
  const things = (form) => {
    const unseen = [...form.elements].filter((field) => field.type === "hidden" && !isMark(field.name));
    return unseen.map((field) => `${field.name}=${field.value}`).join("&");
  };

  /** What is filled in, without the mark of what one has seen. */
  const bare = (body) => new URLSearchParams([...new URLSearchParams(body)].filter(([name, value]) => value && name !== "seen")).toString();

  /** The states of a form that were saved, for as long as nobody else changes the thing: the last is what stands there. */
  const history = (key, of, seen, first, isDone) => {
    const MOST = 30;
    const PAUSE_MS = 1000;
    const known = JSON.parse(sessionStorage.getItem(key) ?? "null");
    // Sent by the button and taken, it is one step more, unless it was saved before.
    const isTaken = isDone && known?.sent;
    const isStep = known?.seen !== seen && known?.sent !== known?.states.at(-1);
    const goesOn = known?.of === of && (known.seen === seen || isTaken);
    const states = goesOn ? [...(isStep ? known.states : known.states.slice(0, -1)), first] : [first];
    let at = 0;
    const keep = (seen, sent) => {
      try {
        sessionStorage.setItem(key, JSON.stringify({ of, seen, states, sent }));
      } catch {
        // There is no room: then it is for this page alone.
      }
    };
    if (isDone) keep(seen);
    return {
      /** What the button sends: the page after it goes on from there. */
      hand: (body, seen) => keep(seen, body),
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
  /** So does a collection without a name, which would go with what is in it; a name that is typed anew goes on. */
  const isUnnamed = (slug) => {
    const { elements } = slug.form;
    return slug.value && ["ko", "en"].every((lang) => !elements[slug.name.replace("-slug", `_${lang}`)].value.trim());
  };

  for (const form of document.querySelectorAll("form[data-follows], form[data-saves]")) {
    const act = form.dataset.follows ?? form.dataset.saves;
    const key = `golmok ${who} ${location.pathname} ${act}`;
    const fields = () => filled(form);
    const words = form.dataset;
    const isDone = isFresh && done === act && !isRefused(form);
    // What is saved over whatever is there has none.
    const { seen } = form.elements;
    let sent = fields().toString();
    let waits = 0;
    let tries = 0;
    let sending = null;
    const states = history(`${key} states`, things(form), seen?.value, bare(sent), isDone);
    const isHeld = () => form.dataset.held || [...form.querySelectorAll("[name$='-slug']")].some(isUnnamed);
    const isBehind = () => !isHeld() && fields().toString() !== sent;
    const keep = (body) => store(key, body);
    const forget = () => localStorage.removeItem(key);

    const save = async () => {
      if (sending) return;
      if (!isBehind()) {
        tries = 0;
        if (!isHeld()) forget();
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
      now.set("act", act);
      try {
        const answer = await fetch(location.pathname, { method: "POST", body: now, headers: { accept: "application/json" } });
        const reply = await answer.json();
        if (answer.ok) {
          tries = 0;
          const saved = new URLSearchParams(body);
          if (seen) {
            seen.value = reply.seen;
            for (const mark of document.querySelectorAll("form:has(button[value^='drop-']) [name='seen']")) mark.value = reply.seen;
            saved.set("seen", reply.seen);
          }
          sent = saved.toString();
          states.add(bare(sent), seen?.value);
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
    form.addEventListener("submit", (event) => {
      clearTimeout(waits);
      form.dataset.held = "true";
      // Where the answer is none, or asks to sign in first.
      keep(fields().toString());
      leaves(key, event.submitter?.value);
      states.hand(bare(fields()), seen?.value);
    });
    for (const back of ["focus", "online"]) addEventListener(back, () => isBehind() && later());

    const undo = form.querySelector("[data-does='undo']");
    if (undo) undo.hidden = false;
    undo?.addEventListener("click", async () => {
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
    // What was sent and refused stands there as it was sent, and is kept until it is taken.
    if (kept && !isRefused(form) && (isDone || bare(kept) === bare(sent))) {
      forget();
    } else if (kept && !isRefused(form)) {
      // What could not be sent comes back as it was, with what its edit began with: the server tells if that is not so any more.
      const before = waiting(sent);
      put(form, kept, true);
      said.textContent = words.back;
      // So does what is saved over whatever is there: it may have been changed since, elsewhere.
      if (!seen || waiting(fields()) !== before) form.dataset.held = "true";
      else later();
    }
    form.addEventListener("input", (event) => {
      if (waitsForButton(event.target.name)) form.dataset.held = "true";
      if (isHeld() || tries || sending) keep(fields().toString());
      if (!isHeld() && !tries) later();
    });
  }

  // What its button alone sends is kept as it is typed, and stands there again when the page is opened anew.
  const numbers = new Map();
  for (const form of document.querySelectorAll("form[data-keeps]")) {
    const words = form.dataset;
    const act = words.keeps;
    const number = (numbers.get(act) ?? 0) + 1;
    numbers.set(act, number);
    // Of a list that stands on several pages, what was typed on one waits while another is looked at.
    const from = new URLSearchParams(location.search).get("from");
    const key = `golmok ${who} ${location.pathname} ${act} ${number}${from ? ` ${from}` : ""}`;
    const fields = () => filled(form).toString();
    const [first, of] = [fields(), things(form)];
    const forget = () => localStorage.removeItem(key);
    const isAsSaved = () => !isRefused(form) && bare(fields()) === bare(first);
    const keep = () => (isAsSaved() ? forget() : store(key, JSON.stringify({ of, body: fields() })));
    const anew = form.querySelector("[data-does='anew']");

    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    // What was sent and refused stands there as it was sent, and is kept until it is taken.
    if (kept && !isRefused(form) && (kept.of !== of || bare(kept.body) === bare(first))) {
      forget();
    } else if (kept && !isRefused(form)) {
      put(form, kept.body, true);
      said.textContent = words.back;
      anew.hidden = false;
      form.closest("details")?.setAttribute("open", "");
    }
    anew.addEventListener("click", () => {
      put(form, first, true);
      forget();
      anew.hidden = true;
      said.textContent = words.undone;
    });
    form.addEventListener("input", keep);
    form.addEventListener("submit", (event) => {
      keep();
      leaves(key, event.submitter?.value);
    });
  }
})();
