type Found = { id: number; name: string; outlet: string; accredited: boolean };

const pause = 150;
const active = "aria-selected";

/**
 * Journalists that what is typed as name or outlet may mean (the combobox of WAI-ARIA): arrows and Enter, or a touch, choose one; a name
 * that nobody knows stands as it was typed. `picked` is called once one was chosen.
 */
export function pickJournalists(form: HTMLFormElement, picked: () => void): void {
  const list = form.querySelector<HTMLElement>("#pick-list");
  const chosen = form.querySelector<HTMLInputElement>('input[name="journalist"]');
  const fields = [...form.querySelectorAll<HTMLInputElement>("[data-pick]")];
  if (list === null || chosen === null) return;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  for (const field of fields) {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-describedby", "pick-hint");
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", () => {
      chosen.value = "";
      const other = form.querySelector<HTMLInputElement>('input[name="speaker"][value=""]');
      // Emptied, the field names nobody: whoever was chosen by key stays chosen.
      if (other !== null && field.value !== "") other.checked = true;
      clearTimeout(waiting);
      waiting = setTimeout(() => void look(field), pause);
    });
    field.addEventListener("keydown", (event) => press(event, field));
    field.addEventListener("blur", () => {
      // A touch on one of them comes right after.
      setTimeout(() => fields.includes(document.activeElement as HTMLInputElement) || hide(), pause);
    });
  }

  async function look(field: HTMLInputElement): Promise<void> {
    const mine = ++asked;
    const address = `${list?.dataset["find"] ?? ""}?${new URLSearchParams({ q: field.value }).toString()}`;
    const found = await fetch(address, { headers: { accept: "application/json" } })
      .then((answer) => (answer.ok ? (answer.json() as Promise<Found[]>) : []))
      .catch(() => []);
    if (mine === asked && document.activeElement === field) show(field, found);
  }

  function show(field: HTMLInputElement, found: readonly Found[]): void {
    list?.replaceChildren(...found.map((one, index) => option(one, index)));
    if (list !== null) list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(found.length > 0));
    field.removeAttribute("aria-activedescendant");
  }

  function option(one: Found, index: number): HTMLElement {
    const item = document.createElement("li");
    item.id = `pick-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute(active, "false");
    const outlet = document.createElement("b");
    outlet.textContent = one.outlet;
    item.append(one.outlet === "" ? "" : outlet, ` ${one.name} `);
    if (one.accredited) {
      const tag = document.createElement("span");
      tag.className = "tag";
      tag.textContent = list?.dataset["accredited"] ?? "";
      item.append(tag);
    }
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(one));
    return item;
  }

  function choose(one: Found): void {
    const write = (name: string, value: string) => {
      const field = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
      if (field !== null) field.value = value;
    };
    write("name", one.name);
    write("outlet", one.outlet);
    write("journalist", String(one.id));
    const kind = form.querySelector<HTMLSelectElement>('select[name="kind"]');
    if (kind !== null) kind.value = "question";
    hide();
    picked();
  }

  function press(event: KeyboardEvent, field: HTMLInputElement): void {
    const options = [...(list?.children ?? [])] as HTMLElement[];
    if (list?.hidden !== false || options.length === 0) return;
    const at = options.findIndex((one) => one.getAttribute(active) === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = at === -1 && step === -1 ? options.length - 1 : (at + step + options.length) % options.length;
      for (const [index, one] of options.entries()) one.setAttribute(active, String(index === next));
      field.setAttribute("aria-activedescendant", `pick-${next}`);
      options[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && at !== -1) options[at]?.click();
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function hide(): void {
    asked++;
    if (list !== null) list.hidden = true;
    for (const field of fields) {
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
  }
}
