// What the studio does beyond forms: saves as one types, lets the preview follow, keeps what could not be sent, takes pictures
// that are dropped or pasted, sends clips in pieces, and takes moments and the poster from a clip that plays. Without it every form works by its button.
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

  const video = document.querySelector("#studio-clip");
  if (video) {
    const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
    const rows = () => [...document.querySelectorAll("#studio-moments .studio__row")];
    /** A moment where the clip stands, in the first row without a time. */
    const moment = () => {
      let row = rows().find((one) => !one.querySelector("[name$='-at']").value);
      if (!row) {
        const last = rows().at(-1);
        row = last.cloneNode(true);
        for (const field of row.querySelectorAll("[name]")) {
          field.name = field.name.replace(/^m\d+/, `m${rows().length}`);
          field.value = "";
        }
        last.after(row);
      }
      const at = row.querySelector("[name$='-at']");
      at.value = clock(video.currentTime);
      at.dispatchEvent(new Event("input", { bubbles: true }));
      row.querySelector("select").focus();
    };
    /** The picture on show becomes the one that stands before it, sent as one from a file. */
    const poster = () => {
      const scale = Math.min(1, 1600 / Math.max(video.videoWidth, video.videoHeight));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(
        (blob) => {
          if (!blob) return;
          const chosen = new DataTransfer();
          chosen.items.add(new File([blob], "poster.jpg", { type: "image/jpeg" }));
          file.files = chosen.files;
          file.form.requestSubmit(file.form.querySelector("button"));
        },
        "image/jpeg",
        0.92,
      );
    };
    const ways = document.querySelector("#studio-clip-ways");
    ways.hidden = false;
    ways.addEventListener("click", (event) => ({ moment, poster })[event.target.dataset.does]?.());
  }

  // A clip goes in pieces, and on from where a cut line left it.
  const clip = document.querySelector("#send-clip");
  clip?.form.addEventListener("submit", async (event) => {
    const chosen = clip.files[0];
    if (!chosen || clip.form.dataset.sending) return;
    event.preventDefault();
    clip.form.dataset.sending = "true";
    const english = location.pathname.startsWith("/en/");
    const shop = encodeURIComponent(clip.form.elements.shop.value);
    const base = `/api/v1/shops/${shop}/clips/uploads`;
    const key = `golmok clip ${shop} ${chosen.name} ${chosen.size} ${chosen.lastModified}`;
    const ask = async (method, path, body) => {
      const headers = body ? { "content-type": "application/json" } : {};
      const answer = await fetch(base + path + (english ? "?lang=en" : ""), { method, headers, body: body && JSON.stringify(body) });
      const reply = await answer.json();
      if (!answer.ok) throw Object.assign(new Error(reply.title), { status: answer.status });
      return reply;
    };
    const packed = (piece) =>
      new Promise((done, failed) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result.split(",")[1]);
        reader.onerror = failed;
        reader.readAsDataURL(piece);
      });
    const shown = (here) => {
      said.textContent = `${english ? "Sending" : "보내는 중"} ${Math.floor((100 * here.received) / here.size)}%`;
    };
    const begin = () => ask("POST", "", { size: chosen.size, name: chosen.name });
    try {
      const known = localStorage.getItem(key);
      let here = known ? await ask("GET", `/${known}`).catch(begin) : await begin();
      localStorage.setItem(key, here.upload);
      while (!here.clip) {
        shown(here);
        const content = await packed(chosen.slice(here.received, here.received + here.piece));
        try {
          here = await ask("PUT", `/${here.upload}`, { from: here.received, content });
        } catch (error) {
          if (error.status && error.status !== 409 && error.status < 500) throw error;
          // The line is cut, or a piece came whose answer did not: what is here is asked, after a while.
          said.textContent = english ? "The line is cut. It goes on by itself." : "연결이 끊겼습니다. 이어지면 이어서 보냅니다.";
          await new Promise((wait) => setTimeout(wait, 2000));
          here = await ask("GET", `/${here.upload}`).catch((error) => (error.status ? Promise.reject(error) : here));
        }
      }
      localStorage.removeItem(key);
      location.assign(`${location.pathname}/${encodeURIComponent(here.clip)}?done=send-clip`);
    } catch (error) {
      localStorage.removeItem(key);
      delete clip.form.dataset.sending;
      said.textContent = error.message;
    }
  });
})();
