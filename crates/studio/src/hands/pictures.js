// Takes pictures that are chosen, dropped or pasted, several at once; puts them in order by drag; knows where the phone is.
(() => {
  const said = document.querySelector(".studio__said");
  const english = location.pathname.startsWith("/en/");

  const file = document.querySelector("#send-picture");
  if (file) {
    file.multiple = true;
    // What the form does is said by its button.
    const button = file.form.querySelector("[name=act]");
    /** Sends one; where others are before it, it comes again some times. */
    const sent = async (form, tries = 5) => {
      const answer = await fetch(location.pathname, { method: "POST", body: form, headers: { accept: "application/json" } });
      if (answer.status !== 503 || tries === 1) return answer;
      await new Promise((wait) => setTimeout(wait, Math.min(Number(answer.headers.get("retry-after")) || 3, 10) * 1000));
      return sent(form, tries - 1);
    };
    /** Sends one after the other, in order; what is refused is said, and the rest goes on. */
    const send = async (pictures) => {
      const refused = [];
      for (const [at, picture] of pictures.entries()) {
        said.textContent = `${english ? "Sending" : "보내는 중"} ${at + 1} / ${pictures.length}`;
        const form = new FormData(file.form, button);
        form.set("content", picture);
        try {
          const answer = await sent(form);
          if (!answer.ok) refused.push(`${picture.name}: ${(await answer.json()).title}`);
        } catch {
          refused.push(`${picture.name}: ${english ? "the line is cut." : "연결이 끊겼습니다."}`);
        }
      }
      if (refused.length < pictures.length) sessionStorage.setItem("golmok refused", refused.join(" "));
      if (refused.length === pictures.length) said.textContent = refused.join(" ");
      else location.assign(`${location.pathname}?done=send-picture`);
    };
    const take = (event, files) => {
      const pictures = [...(files ?? [])].filter((one) => one.type.startsWith("image/"));
      if (!pictures.length) return;
      event.preventDefault();
      const chosen = new DataTransfer();
      for (const picture of pictures) chosen.items.add(picture);
      file.files = chosen.files;
      file.form.requestSubmit(button);
    };
    // After who waits for what is being saved.
    addEventListener("submit", (event) => {
      if (event.target !== file.form || event.defaultPrevented || file.files.length < 2) return;
      event.preventDefault();
      delete file.form.dataset.waited;
      send([...file.files]);
    });
    // Its picture goes the way of one that is dropped.
    const camera = document.querySelector("#take-picture");
    camera.parentElement.hidden = !matchMedia("(pointer: coarse)").matches;
    camera.addEventListener("change", (event) => take(event, camera.files));
    addEventListener("paste", (event) => take(event, event.clipboardData?.files));
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => take(event, event.dataTransfer?.files));
    const refused = sessionStorage.getItem("golmok refused");
    sessionStorage.removeItem("golmok refused");
    if (refused) said.textContent = refused;
  }

  // By finger or mouse; by keys the numbers do the same.
  for (const list of document.querySelectorAll(".studio__pictures")) {
    let held = null;
    const order = () => {
      for (const [at, field] of [...list.querySelectorAll("[name$='-at']")].entries()) field.value = at + 1;
    };
    list.addEventListener("pointerdown", (event) => {
      if (!event.target.matches(".studio__picture") || event.button !== 0) return;
      event.preventDefault();
      held = event.target.closest("li");
      held.classList.add("studio__held");
      event.target.setPointerCapture(event.pointerId);
    });
    list.addEventListener("pointermove", (event) => {
      if (!held) return;
      const rows = [...list.children].filter((row) => row !== held);
      const next = rows.find((row) => {
        const place = row.getBoundingClientRect();
        return event.clientY < place.top + place.height / 2;
      });
      if (held.nextElementSibling !== (next ?? null)) list.insertBefore(held, next ?? null);
    });
    const end = () => {
      if (!held) return;
      held.classList.remove("studio__held");
      held = null;
      order();
      list.dispatchEvent(new Event("input", { bubbles: true }));
    };
    list.addEventListener("dragstart", (event) => event.preventDefault());
    list.addEventListener("pointerup", end);
    list.addEventListener("pointercancel", end);
  }

  const here = document.querySelector("[data-does='here']");
  if (here && navigator.geolocation) {
    here.hidden = false;
    here.addEventListener("click", () => {
      const found = ({ coords }) => {
        for (const name of ["latitude", "longitude"]) here.form.elements[name].value = coords[name].toFixed(6);
        here.form.elements.longitude.dispatchEvent(new Event("input", { bubbles: true }));
        said.textContent = english ? "That is where you are." : "지금 있는 곳을 적었습니다.";
      };
      const lost = () => {
        said.textContent = english ? "Your position is not known. Please type it." : "위치를 알 수 없습니다. 직접 적어 주세요.";
      };
      navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 15000 });
    });
  }
})();
