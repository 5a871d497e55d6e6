/** Fields for people and posts of the register offer what there is as one types. */
for (const field of document.querySelectorAll<HTMLInputElement>("input[data-find]")) {
  let asked = "";
  let waiting: ReturnType<typeof setTimeout> | undefined;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(
      () =>
        void offer(
          field,
          () => asked,
          (words) => (asked = words),
        ),
      150,
    );
  });
}

async function offer(field: HTMLInputElement, asked: () => string, ask: (words: string) => void): Promise<void> {
  const words = field.value.trim();
  if (words.length < 2 || words === asked() || words.endsWith(")")) return;
  ask(words);
  try {
    const query = new URLSearchParams({ [field.dataset["find"] ?? ""]: words }).toString();
    const answer = await fetch(`/desk/register/find?${query}`, { headers: { accept: "application/json" } });
    // What was typed since has asked anew.
    if (!answer.ok || answer.redirected || words !== asked()) return;
    const found = (await answer.json()) as { value: string; label: string }[];
    field.list?.replaceChildren(
      ...found.map(({ value, label }) => {
        const option = document.createElement("option");
        option.value = value;
        option.label = label;
        return option;
      }),
    );
  } catch {
    // Without a network nothing is offered; what is typed is looked up when it is sent.
  }
}
