import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";

export type Topic = { slug: string; name: { es: string; en: string } };

/** The subjects that this office sorts its statements under, in the order of their addresses. */
export async function listTopics(db: Reader): Promise<Topic[]> {
  const rows = await db.selectFrom("topic").selectAll().orderBy("slug").execute();
  return rows.map((row) => ({ slug: row.slug, name: { es: row.name_es, en: row.name_en } }));
}

/** When this returns, the topic exists under that name in both languages; its address never changes. */
export async function saveTopic(db: Reader, topic: Topic): Promise<void> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(topic.slug) || topic.slug.length > 60)
    throw new Fault(
      "invalid",
      `topic: "${topic.slug}" cannot be an address. Use at most 60 small letters a–z, digits and single hyphens.`,
      [],
      `Tema: "${topic.slug}" no puede ser una dirección. Use hasta 60 minúsculas de la a a la z, cifras y guiones sueltos.`,
    );
  for (const [language, name] of Object.entries(topic.name))
    if (name.trim() === "" || name.length > 80 || /\p{Cc}/u.test(name))
      throw new Fault(
        "invalid",
        `topic: its name in ${language} must have 1 to 80 characters on one line.`,
        [],
        `Tema: su nombre en ${language === "es" ? "español" : "inglés"} debe tener de 1 a 80 caracteres en una línea.`,
      );
  const names = { name_es: topic.name.es.normalize("NFC"), name_en: topic.name.en.normalize("NFC") };
  await db
    .insertInto("topic")
    .values({ slug: topic.slug, ...names })
    .onConflict((conflict) => conflict.column("slug").doUpdateSet(names))
    .execute();
}

/** Refuses topics that do not exist, naming each. */
export async function checkTopics(db: Reader, slugs: readonly string[]): Promise<void> {
  if (slugs.length === 0) return;
  const rows = await db.selectFrom("topic").select("slug").where("slug", "in", slugs).execute();
  const known = new Set(rows.map((row) => row.slug));
  const unknown = slugs.filter((slug) => !known.has(slug));
  if (unknown.length > 0)
    throw new Fault(
      "invalid",
      `topics: ${unknown.map((slug) => `"${slug}"`).join(", ")} ${unknown.length === 1 ? "does" : "do"} not exist in this office. ` +
        "See the list with `voceria topics`, or add one with `voceria topics add`.",
      [],
      `temas: ${unknown.map((slug) => `«${slug}»`).join(", ")} no ${unknown.length === 1 ? "existe" : "existen"} en esta oficina. Elija de la lista; quien administra puede agregar otros.`,
    );
}
