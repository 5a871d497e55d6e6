/** A button that copies the words of an element, and says that it has. */
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
  button.addEventListener("click", () => {
    const source = document.getElementById(button.dataset["copy"] ?? "");
    if (source === null) return;
    void copy(button, source);
  });
}

async function copy(button: HTMLButtonElement, source: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    button.textContent = button.dataset["copied"] ?? button.textContent;
  } catch {
    // Where the browser does not let it, the words are marked and ready to be copied by hand.
    getSelection()?.selectAllChildren(source);
  }
}
