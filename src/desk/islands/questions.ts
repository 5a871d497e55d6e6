/** While a question is typed, what was answered before to questions like it stands below. */
const field = document.querySelector<HTMLTextAreaElement>("[data-similar]");
const list = document.querySelector<HTMLElement>("[data-similar-list]");
const pause = 400;
let waiting: ReturnType<typeof setTimeout> | undefined;
let asked = 0;

type Similar = { number: string; question: string; answer: string };

async function look(words: string): Promise<void> {
  const mine = ++asked;
  const found = await fetch(`/desk/questions/similar?${new URLSearchParams({ q: words.slice(0, 1_500) }).toString()}`)
    .then((response) => (response.ok ? (response.json() as Promise<Similar[]>) : []))
    .catch(() => []);
  // An answer to fewer words than are there by now says nothing.
  if (mine === asked) show(found);
}

function show(found: readonly Similar[]): void {
  if (list === null) return;
  list.hidden = found.length === 0;
  const title = document.createElement("h2");
  title.textContent = list.dataset["title"] ?? "";
  const items = document.createElement("ul");
  items.className = "plain";
  for (const { number, question, answer } of found) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `/questions/${number}`;
    link.target = "_blank";
    link.textContent = number;
    const small = document.createElement("small");
    small.textContent = answer;
    item.append(link, ` ${question}`, document.createElement("br"), small);
    items.append(item);
  }
  list.replaceChildren(title, items);
}

field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => void look(field.value), pause);
});
if (field !== null && field.value !== "") void look(field.value);
