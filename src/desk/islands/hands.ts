/*
 * The queue of a briefing as it changes: colleagues' steps are seen, one's own are done without leaving what is being typed, and whoever
 * is called begins the form of a turn. Without this script each step loads the page.
 */
const list = document.querySelector<HTMLElement>("#hands");
const note = document.querySelector<HTMLElement>("#hands-told");
const lookEvery = 2_000;

if (list !== null && note !== null) keepQueue(list, note);

function keepQueue(hands: HTMLElement, told: HTMLElement): void {
  let shown = "";
  let stepping = 0;

  hands.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form, event.submitter))
      if (typeof value === "string") fields.append(name, value);
    void step(form, fields);
  });
  hands.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-type]") : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void load(link.href);
  });
  setInterval(() => void look(), lookEvery);

  async function step(form: HTMLFormElement, fields: URLSearchParams): Promise<void> {
    stepping++;
    try {
      await load(form.action, { method: "POST", body: fields });
    } finally {
      stepping--;
    }
  }

  /** What the server answers is the page as it is now; the queue is taken from it, and who has the floor. */
  async function load(address: string, sent?: RequestInit): Promise<void> {
    const answer = await fetch(address, sent).catch(() => undefined);
    const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
    const standing = page.querySelector("#hands");
    if (answer === undefined || standing === null) {
      // Signed out, or the network is away: the page says which.
      location.reload();
      return;
    }
    told.textContent = page.querySelector("main [role=alert]")?.textContent?.trim() ?? "";
    put([...standing.childNodes]);
    if (answer.ok && new URL(answer.url).searchParams.has("hand") && !begin(page))
      told.textContent = hands.dataset["unfinished"] ?? "";
  }

  async function look(): Promise<void> {
    if (stepping > 0) return;
    const answer = await fetch(hands.dataset["hands"] ?? "").catch(() => undefined);
    if (answer?.ok !== true) return;
    const { hands: markup } = (await answer.json()) as { hands: string };
    if (markup === shown || stepping > 0) return;
    shown = markup;
    put([...new DOMParser().parseFromString(markup, "text/html").body.childNodes]);
  }

  /** The keyboard stays where it was: on the same button of the same person, wherever in the queue they are now. */
  function put(nodes: readonly Node[]): void {
    const at = document.activeElement;
    const within = at instanceof HTMLButtonElement && hands.contains(at);
    const [hand, did] = within ? [at.form?.dataset["hand"], at.value] : [];
    const opened = hands.querySelector("details")?.open === true;
    hands.replaceChildren(...nodes);
    const details = hands.querySelector("details");
    if (details !== null) details.open = opened;
    if (!within) return;
    const form = hands.querySelector<HTMLElement>(`form[data-hand="${hand}"]`);
    const button =
      form?.querySelector<HTMLElement>(`button[value="${did}"]:enabled`) ??
      form?.querySelector<HTMLElement>(did === "up" ? 'button[value="down"]:enabled' : 'button[value="up"]:enabled');
    (button ?? document.querySelector<HTMLElement>("#queue"))?.focus();
  }
}

/**
 * The form of a turn begins with whoever was called; false where somebody else's words are being typed: those keep their speaker and
 * their attribution.
 */
function begin(page: Document): boolean {
  const typing = document.querySelector<HTMLFormElement>("#typing");
  const begun = page.querySelector<HTMLFormElement>("#typing");
  const text = typing?.querySelector<HTMLTextAreaElement>('textarea[name="text"]');
  if (typing === null || begun === null || text === null || text === undefined) return true;
  if (text.value.trim() !== "") return false;
  const from = new FormData(begun);
  for (const name of ["hand", "name", "outlet", "journalist", "kind", "attribution", "text"]) {
    const field = typing.elements.namedItem(name);
    const value = from.get(name);
    if (field !== null && "value" in field && typeof value === "string") field.value = value;
  }
  for (const speaker of typing.querySelectorAll<HTMLInputElement>('input[name="speaker"]'))
    speaker.checked = speaker.value === from.get("speaker");
  typing.scrollIntoView({ block: "nearest" });
  text.focus();
  return true;
}
