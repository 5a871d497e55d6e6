/**
 * What is proposed as one types in the field of search: a list that the arrows walk and Enter follows, told to whoever
 * hears it. Without this program the field is a field; whatever fails, it stays one.
 */
const form = document.querySelector<HTMLFormElement>("form[data-suggest]");
const input = form?.querySelector<HTMLInputElement>("#q");
const list = form?.querySelector<HTMLElement>("#suggestions");
const said = form?.querySelector<HTMLElement>("#suggestions-said");
if (form && input && list && said) propose(form, input, list, said);

type Answer = {
  said: string;
  groups: { name: string; choices: { href: string; text: string; lang?: string }[] }[];
};

function propose(asking: HTMLFormElement, field: HTMLInputElement, box: HTMLElement, told: HTMLElement): void {
  const pause = 120;
  let timer: number | undefined;
  let under: AbortController | undefined;
  let current = -1;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", box.id);
  field.setAttribute("aria-expanded", "false");
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", field.labels?.[0]?.textContent?.trim() ?? "");
  field.closest("label")?.after(box);

  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    under?.abort();
    if (field.value.trim().length < 2) return close();
    timer = window.setTimeout(() => void ask(), pause);
  });
  field.addEventListener("keydown", (event) => {
    const choices = options();
    if (box.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown") go((current + 1) % choices.length);
    else if (event.key === "ArrowUp") go(current <= 0 ? choices.length - 1 : current - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && current >= 0) choices[current]?.click();
    else return;
    event.preventDefault();
  });
  // A choice that is pressed takes the focus before it is followed.
  field.addEventListener("blur", (event) => {
    if (!(event.relatedTarget instanceof Node && box.contains(event.relatedTarget))) close();
  });

  async function ask(): Promise<void> {
    under = new AbortController();
    const address = `${asking.dataset["suggest"] ?? ""}?${new URLSearchParams({ q: field.value }).toString()}`;
    try {
      const response = await fetch(address, { signal: under.signal });
      if (response.ok) show((await response.json()) as Answer);
    } catch {
      // Proposals are a convenience: one that does not come is not missed.
    }
  }

  function show(answer: Answer): void {
    current = -1;
    field.removeAttribute("aria-activedescendant");
    box.replaceChildren(
      ...answer.groups.map(({ name, choices }, group) => {
        const part = document.createElement("div");
        part.setAttribute("role", "group");
        part.setAttribute("aria-labelledby", `suggestions-${group}`);
        const heading = document.createElement("p");
        heading.id = `suggestions-${group}`;
        heading.setAttribute("role", "presentation");
        heading.textContent = name;
        part.append(
          heading,
          ...choices.map(({ href, text, lang }, place) => {
            const link = document.createElement("a");
            link.id = `suggestion-${group}-${place}`;
            link.href = href;
            link.tabIndex = -1;
            link.setAttribute("role", "option");
            link.setAttribute("aria-selected", "false");
            if (lang !== undefined) link.lang = lang;
            link.textContent = text;
            return link;
          }),
        );
        return part;
      }),
    );
    const none = answer.groups.length === 0;
    box.hidden = none;
    field.setAttribute("aria-expanded", String(!none));
    told.textContent = none ? "" : answer.said;
  }

  function close(): void {
    under?.abort();
    current = -1;
    box.hidden = true;
    told.textContent = "";
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function go(to: number): void {
    const choices = options();
    choices[current]?.setAttribute("aria-selected", "false");
    current = to;
    const choice = choices[to];
    if (choice === undefined) return;
    choice.setAttribute("aria-selected", "true");
    choice.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", choice.id);
  }

  function options(): HTMLAnchorElement[] {
    return [...box.querySelectorAll<HTMLAnchorElement>('[role="option"]')];
  }
}
