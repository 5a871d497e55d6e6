import type { Finding } from "@voceria/record";
import type { SealWords } from "../../page/catalogue/seal-es.ts";

/** A text of the catalogue with its {names} filled in. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

/** What is called `name` in the words, or that name where it is newer than they are. */
function named(words: Readonly<Record<string, string>>, name: string): string {
  return words[name] ?? name;
}

/** One finding as a reader reads it; undefined where there is nothing to tell. */
export function tell(
  finding: Finding,
  t: SealWords,
  when: (instant: string) => string,
  count: (value: number) => string,
): { name: string; says: string } | undefined {
  const { name, status, reason, detail } = finding;
  if (status === "refused") {
    return {
      name: t[name],
      says: name === "format" ? t.formatRefused : filled(t.refused, { reason: named(t.reasons, reason ?? "") }),
    };
  }
  if (reason === "newer-format") return { name: t[name], says: t.newerFormat };
  if (reason === "not-reached") return undefined;
  const text = (field: string) => {
    const value = detail[field];
    return typeof value === "string" ? value : "";
  };
  switch (name) {
    case "format":
      return undefined;
    case "inclusion":
      return {
        name: t.inclusion,
        says: filled(t.inclusionAt, { index: count(Number(detail["index"])), size: count(Number(detail["size"])) }),
      };
    case "checkpoint":
      return { name: t.checkpoint, says: filled(t.checkpointBy, { origin: text("origin") }) };
    case "entry":
      return { name: t.entry, says: `${named(t.act, text("act"))}, ${filled(t.at, { when: when(text("at")) })}` };
    case "content":
      if (reason === "none-committed") return undefined;
      return { name: t.content, says: status === "established" ? t.contentSame : t.contentAbsent };
    case "attachments":
      if (reason === "not-a-statement" || reason === "content-not-established") return undefined;
      if ((detail["files"] as readonly Checked[] | undefined)?.length === 0) return undefined;
      return { name: t.attachments, says: ofFiles(detail["files"] as readonly Checked[], status === "established", t) };
    case "voice": {
      if (status === "not-checked") return undefined;
      if (detail["speaker"] === "office") return { name: t.voice, says: t.voiceOffice };
      return { name: t.voice, says: status === "established" ? t.voiceBacked : t.voiceOnly };
    }
    case "witnesses": {
      if (reason === "no-witness-asked") return { name: t.witnesses, says: t.noWitness };
      const cosigned = detail["cosignatures"] as readonly { witness: string }[];
      const names = cosigned.map(({ witness }) => witness).join(", ");
      return {
        name: t.witnesses,
        says:
          status === "established"
            ? filled(t.witnessed, { names, when: when(text("existedBy")) })
            : names === ""
              ? t.witnessesNone
              : filled(t.witnessesMissing, { names }),
      };
    }
    case "newest": {
      if (reason === "no-subject") return undefined;
      const standing = t.standing[text("standing") as keyof SealWords["standing"]];
      if (standing === undefined) return { name: t.newest, says: t.notEstablished };
      if (status === "established")
        return { name: t.newest, says: filled(t.standingAt, { standing, when: when(text("freshAt")) }) };
      return {
        name: t.newest,
        says: reason === "no-witness-asked" ? filled(t.standingOffice, { standing }) : t.notEstablished,
      };
    }
  }
}

type Checked = { name: string; checked: boolean };

function ofFiles(files: readonly Checked[], all: boolean, t: SealWords): string {
  if (all) return t.attachmentsSame;
  const same = files.filter(({ checked }) => checked).map(({ name }) => name);
  return same.length === 0 ? t.attachmentsNot : filled(t.attachmentsSome, { names: same.join(", ") });
}
