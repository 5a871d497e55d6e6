/** A button that acts once it has been held down. A short press goes where it leads by itself: to a page that asks. */
const holdFor = 1_200;

for (const button of document.querySelectorAll<HTMLElement>("[data-hold]")) {
  const form = document.getElementById(button.dataset["hold"] ?? "");
  if (form instanceof HTMLFormElement) holdable(button, form);
}

function holdable(button: HTMLElement, form: HTMLFormElement): void {
  let timer: number | undefined;
  let done = false;

  const begin = () => {
    if (timer !== undefined || done) return;
    button.classList.add("holding");
    timer = setTimeout(() => {
      done = true;
      stop();
      button.classList.add("held");
      if (form.reportValidity()) form.submit();
      else {
        done = false;
        button.classList.remove("held");
      }
    }, holdFor);
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    button.classList.remove("holding");
  };

  button.addEventListener("pointerdown", (event) => {
    if (event.button === 0) begin();
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave", "blur"]) button.addEventListener(name, stop);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("dragstart", (event) => event.preventDefault());
  button.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!event.repeat) begin();
  });
  button.addEventListener("keyup", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (timer === undefined) return;
    stop();
    button.click();
  });
  button.addEventListener("click", (event) => {
    // The release that ends a hold is a click too.
    if (done) event.preventDefault();
  });
}
