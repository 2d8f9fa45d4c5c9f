// Sends clips in pieces, takes moments and the poster from a clip that plays, and captions from a file. Without it a clip goes
// whole, and captions are typed.
(() => {
  const said = document.querySelector(".studio__said");
  const file = document.querySelector("#send-picture");
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

  // The text of a file of captions comes into its field, where it is saved like what is typed.
  for (const part of document.querySelectorAll("[data-captions]")) {
    const MOST_BYTES = 1_000_000;
    const field = part.querySelector("input");
    part.hidden = false;
    field.addEventListener("change", async () => {
      const chosen = field.files[0];
      if (!chosen) return;
      const text = field.form.elements[part.dataset.captions];
      if (chosen.size > MOST_BYTES) {
        said.textContent = part.dataset.large;
        return;
      }
      const bytes = await chosen.arrayBuffer();
      let words;
      try {
        words = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      } catch {
        // Older programs write Korean like this.
        words = new TextDecoder("euc-kr").decode(bytes);
      }
      text.value = words;
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  // A clip goes in pieces, and on from where a cut line left it.
  const clip = document.querySelector("#send-clip");
  clip?.form.addEventListener("submit", async (event) => {
    const chosen = clip.files[0];
    if (clip.form.dataset.sending) event.preventDefault();
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
        reader.onload = () => done(reader.result.split(",")[1] ?? "");
        reader.onerror = failed;
        reader.readAsDataURL(piece);
      });
    const shown = (here) => {
      said.textContent = `${english ? "Sending" : "보내는 중"} ${Math.floor((100 * here.received) / here.size)}%`;
    };
    const begin = () => ask("POST", "", { size: chosen.size, name: chosen.name });
    try {
      const known = localStorage.getItem(key);
      const gone = (error) => (error.status === 404 || error.status === 410 ? begin() : Promise.reject(error));
      let here = known ? await ask("GET", `/${known}`).catch(gone) : await begin();
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
      // Where nothing was answered, or for now alone, what is there already waits to be gone on with.
      if (error.status && ![401, 429].includes(error.status) && error.status < 500) localStorage.removeItem(key);
      delete clip.form.dataset.sending;
      const cut = english ? "The line is cut. Press again, and it goes on from there." : "연결이 끊겼습니다. 다시 누르면 이어서 보냅니다.";
      said.textContent = error.status ? error.message : cut;
    }
  });
})();
