// A list or a clip that is dropped anywhere on its page is sent. Without it the field alone takes it.
(() => {
  const file = document.querySelector("#list-file, #send-clip");
  if (!file) return;
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    const [one] = event.dataTransfer?.files ?? [];
    if (!one) return;
    event.preventDefault();
    // One after the other.
    if (file.form.dataset.sending) return;
    const chosen = new DataTransfer();
    chosen.items.add(one);
    file.files = chosen.files;
    file.form.requestSubmit(file.form.querySelector("[name=act]"));
  });
})();
