import { Fault } from "../fault.ts";
import { listTopics, saveTopic } from "../register/topics.ts";
import { command } from "./command.ts";

export const topics = command({
  name: "topics",
  summary: "list the topics that statements are sorted under",
  help: `
  voceria topics`,
  flags: {},
  async run({ open, out }) {
    const { db } = await open();
    const found = await listTopics(db);
    for (const { slug, name } of found) out.print(`${slug}  ${name.es} / ${name.en}`);
    if (found.length === 0) out.note('There are no topics yet; "voceria topics add" makes one.');
    out.json({ topics: found });
    return 0;
  },
});

export const addTopic = command({
  name: "topics add",
  summary: "add a topic, or rename one",
  help: `
SLUG is its address (/topics/SLUG) and never changes; its names may.

  voceria topics add salud --es "Salud" --en "Health"`,
  args: ["SLUG"],
  flags: {
    es: { kind: "text", value: "NAME", says: "its name in Spanish (required)" },
    en: { kind: "text", value: "NAME", says: "its name in English (required)" },
  },
  async run({ open, out, flags: { es, en }, args: [slug = ""] }) {
    if (es === undefined || en === undefined)
      throw new Fault(
        "usage",
        `--${es === undefined ? "es" : "en"} is missing: give the topic's name in both languages.`,
      );
    const { db } = await open();
    await saveTopic(db, { slug, name: { es, en } });
    out.print(`${slug}  ${es} / ${en}`);
    out.json({ slug, name: { es, en } });
    return 0;
  },
});
