import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { documents } from "../../test/generated-documents.ts";
import { applyUpdate, followText, textOfShared } from "./shared-draft.ts";
import { isLineEnd, linesFromBlocks } from "./shared-lines.ts";
import type { SharedLine } from "./shared-lines.ts";
import { changePlain, changeShared, newSharedDoc, readShared, sizeOf } from "./shared-text.ts";
import { tidy } from "./tidy.ts";
import { writeMarkdown } from "./write-markdown.ts";

const numRuns = 300;

function write(doc: Y.Doc, lines: readonly SharedLine[]): void {
  const body = doc.getText("body");
  changeShared(body, readShared(body).lines, lines);
}

function lines(doc: Y.Doc): SharedLine[] {
  return readShared(doc.getText("body")).lines;
}

function sync(one: Y.Doc, other: Y.Doc): void {
  const toOther = Y.encodeStateAsUpdate(one, Y.encodeStateVector(other));
  const toOne = Y.encodeStateAsUpdate(other, Y.encodeStateVector(one));
  Y.applyUpdate(other, toOther);
  Y.applyUpdate(one, toOne);
}

function startingWith(...texts: readonly string[]): [Y.Doc, Y.Doc] {
  const one = newSharedDoc();
  const other = newSharedDoc();
  write(one, texts.map(paragraph));
  sync(one, other);
  return [one, other];
}

function paragraph(text: string): SharedLine {
  return { text: text === "" ? [] : [{ text, marks: 0 }], end: "p" };
}

describe("a text that several people write", () => {
  test("says after each change exactly what its writer wrote", () => {
    fc.assert(
      fc.property(documents, documents, documents, (first, second, third) => {
        const doc = newSharedDoc();
        for (const written of [first, second, third]) {
          const after = linesFromBlocks(written);
          write(doc, after);
          expect(lines(doc)).toEqual(after);
          expect(doc.getText("body").length).toBe(sizeOf(after));
        }
      }),
      { numRuns },
    );
  });

  /** One person's doings, each with a word that nobody else writes; by `take` others may strike lines too. */
  const doing = fc.record({
    who: fc.constantFrom(0, 1),
    act: fc.constantFrom("type", "type", "type", "split", "join", "heading", "list", "quote", "table", "bold", "sync"),
    place: fc.nat(),
  });

  test("loses no word of anyone, whatever they make of it at once, and all come to see the same", () => {
    fc.assert(
      fc.property(documents, fc.array(doing, { maxLength: 40 }), (start, doings) => {
        const docs = [newSharedDoc(), newSharedDoc()] as const;
        write(docs[0], linesFromBlocks(tidy(start)));
        sync(docs[0], docs[1]);
        const typed: string[] = [];
        doings.forEach(({ who, act, place }, at) => {
          if (act === "sync") return sync(docs[0], docs[1]);
          const word = `w${at}w`;
          if (act === "type") typed.push(word);
          write(docs[who], change(lines(docs[who]), act, place, word));
        });
        sync(docs[0], docs[1]);
        expect(lines(docs[0])).toEqual(lines(docs[1]));
        for (const line of lines(docs[0])) expect(isLineEnd(line.end)).toBe(true);
        const { body } = textOfShared(docs[0]);
        for (const word of typed) expect(body).toContain(word);
      }),
      { numRuns },
    );
  });

  test("keeps a word typed in a paragraph that another makes a heading of, or parts in two, or strikes", () => {
    const [one, other] = startingWith("El ministro llega.", "Mañana habla.");
    write(one, [{ ...paragraph("El ministro llega."), end: "h2" }, paragraph("Mañana"), paragraph("habla.")]);
    write(other, [paragraph("El ministro no llega."), paragraph("Mañana habla temprano.")]);
    sync(one, other);
    expect(textOfShared(one).body).toBe("## El ministro no llega.\n\nMañana\n\nhabla temprano.\n");
    write(one, [paragraph("Fin.")]);
    write(other, [...lines(other).slice(0, 2), paragraph("habla muy temprano.")]);
    sync(one, other);
    expect(lines(one)).toEqual(lines(other));
    expect(textOfShared(one).body).toContain("muy");
    expect(textOfShared(one).body).toContain("Fin.");
  });

  test("keeps what is written at the end of a last line that another strikes, and goes on from there", () => {
    const [one, other] = startingWith("uno", "dos");
    write(one, [paragraph("uno")]);
    write(other, [paragraph("uno"), paragraph("dos tres")]);
    sync(one, other);
    expect(textOfShared(one).body).toBe("uno\n\ntres\n");
    write(one, [...lines(one), paragraph("cuatro")]);
    sync(one, other);
    expect(textOfShared(other).body).toBe("uno\n\ntres\n\ncuatro\n");
  });

  test("never parts a character of two units", () => {
    const [one, other] = startingWith("a😀b");
    write(one, [paragraph("a😁b")]);
    changePlain(one.getText("title"), "", "😀");
    changePlain(one.getText("title"), "😀", "😁");
    sync(one, other);
    expect(textOfShared(other)).toEqual({ title: "😁", summary: "", body: "a😁b\n" });
  });

  test("follows a text that came from elsewhere while others write", () => {
    const [one, other] = startingWith("El gobierno anuncia cien medidas.");
    followText(one, {
      title: "Título",
      summary: "Bajada",
      body: "El gobierno anuncia **doscientas** medidas.\n\n- a\n- b\n",
    });
    write(other, [paragraph("El gobierno anuncia hoy cien medidas.")]);
    sync(one, other);
    expect(textOfShared(other)).toEqual({
      title: "Título",
      summary: "Bajada",
      body: "El gobierno anuncia hoy **doscientas** medidas.\n\n- a\n- b\n",
    });
  });

  test("saves whatever document was written in it as its canonical Markdown", () => {
    fc.assert(
      fc.property(documents, (written) => {
        const doc = newSharedDoc();
        const body = writeMarkdown(tidy(written));
        followText(doc, { title: "T", summary: "", body });
        expect(textOfShared(doc).body).toBe(body);
      }),
      { numRuns },
    );
  });
});

describe("an update from a browser", () => {
  const honest = newSharedDoc();
  followText(honest, { title: "T", summary: "S", body: "## a\n\nb **c** [d](/e)\n\n- f\n" });
  const base = Y.encodeStateAsUpdate(honest);

  function taken(change: (doc: Y.Doc) => void): Y.Doc {
    // Not made by our own code, so that it can be of another kind.
    const theirs = new Y.Doc();
    Y.applyUpdate(theirs, base);
    const before = Y.encodeStateVector(theirs);
    change(theirs);
    const ours = newSharedDoc();
    applyUpdate(ours, base);
    applyUpdate(ours, Y.encodeStateAsUpdate(theirs, before));
    return ours;
  }

  test("is taken when it is of the profile", () => {
    expect(textOfShared(taken((doc) => doc.getText("body").insert(1, "z", {}))).body).toContain("## az");
  });

  test.each<[string, (doc: Y.Doc) => void, string]>([
    ["a further part", (doc) => doc.getText("script").insert(0, "x"), 'a part named "script"'],
    ["a map", (doc) => doc.getMap("x").set("a", 1), 'a part named "x"'],
    ["an element within the text", (doc) => doc.getText("body").insertEmbed(0, new Y.XmlElement("script")), "not text"],
    ["a document within the text", (doc) => doc.getArray("body").push([new Y.Doc()]), "not text"],
    ["values within the text", (doc) => doc.getArray("body").push([1, "<script>", { a: 1 }]), "not text"],
    ["properties beside the text", (doc) => doc.getMap("body").set("x", "<script>"), 'a property "x"'],
    ["an image within the text", (doc) => doc.getText("body").insertEmbed(0, { image: "x" }), "not text"],
    ["bytes within the text", (doc) => doc.getText("body").insertEmbed(0, new Uint8Array(9)), "not text"],
    ["a script behind a link", (doc) => doc.getText("body").format(0, 1, { link: "javascript:alert(1)" }), "a link"],
    ["data behind a link", (doc) => doc.getText("body").format(0, 1, { link: "data:text/html,x" }), "a link"],
    ["an object behind a link", (doc) => doc.getText("body").format(0, 1, { link: { href: "/a" } }), "a link"],
    ["a block of another kind", (doc) => doc.getText("body").format(0, 1, { end: "script" }), "a block"],
    ["blocks without end", (doc) => doc.getText("body").format(0, 1, { end: `${"q ".repeat(17)}p` }), "a block"],
    ["a style", (doc) => doc.getText("body").format(0, 1, { style: "color:red" }), 'form named "style"'],
    ["emphasis that is markup", (doc) => doc.getText("body").format(0, 1, { em: "<b>" }), "emphasis"],
    ["form in the title", (doc) => doc.getText("title").format(0, 1, { em: true }), "plain text"],
    ["an attribute of the text", (doc) => doc.getText("body").setAttribute("onload", "x"), 'a property "onload"'],
  ])("is refused and named when it brings %s", (_, change, named) => {
    expect(() => taken(change)).toThrow(named);
  });

  test("is refused when it is garbage, or builds on what has not arrived", () => {
    const random = fc.uint8Array({ minLength: 0, maxLength: 200 });
    fc.assert(
      fc.property(random, (bytes) => {
        const ours = newSharedDoc();
        applyUpdate(ours, base);
        try {
          if (!applyUpdate(ours, bytes)) return;
        } catch (error) {
          expect(error).toMatchObject({ name: "Fault" });
          return;
        }
        expect(textOfShared(ours)).toEqual(textOfShared(honest));
      }),
      { numRuns: 500 },
    );
    const theirs = newSharedDoc();
    Y.applyUpdate(theirs, base);
    theirs.getText("body").insert(0, "a", {});
    const between = Y.encodeStateVector(theirs);
    theirs.getText("body").insert(1, "b", {});
    const ours = newSharedDoc();
    applyUpdate(ours, base);
    expect(applyUpdate(ours, Y.encodeStateAsUpdate(theirs, between))).toBe(false);
  });

  test("reaches the saved text as characters, whatever script it spells", () => {
    const ours = taken((doc) => doc.getText("body").insert(0, "<script>alert(1)</script>![x](javascript:a)", {}));
    expect(textOfShared(ours).body).toContain("\\<script>alert(1)\\</script>!\\[x\\](javascript:a)");
  });
});

function change(now: readonly SharedLine[], act: string, place: number, word: string): SharedLine[] {
  const all =
    now.length === 0 ? [paragraph("")] : now.map((line) => ({ ...line, text: line.text.map((run) => ({ ...run })) }));
  const at = place % all.length;
  const line = all[at] as SharedLine;
  const text = line.text.map((run) => run.text).join("");
  // Between characters, never within one, and never within another's word.
  const places = [0, ...Array.from(text.matchAll(/(?<=[^w\d])(?=[^w\d])|$/gu), (match) => match.index)];
  const cut = places[Math.floor(place / all.length) % places.length] as number;
  const [before, after] = split(line, cut);
  switch (act) {
    case "type":
      return all.with(at, { ...line, text: [...before, { text: word, marks: 0 }, ...after] });
    case "split":
      return [...all.slice(0, at), { text: before, end: "p" }, { ...line, text: after }, ...all.slice(at + 1)];
    case "join": {
      const next = all[at + 1];
      if (next === undefined) return all;
      return [...all.slice(0, at), { ...next, text: [...line.text, ...next.text] }, ...all.slice(at + 2)];
    }
    case "bold":
      return all.with(at, { ...line, text: line.text.map((run) => ({ ...run, marks: run.marks ^ 2 })) });
    default:
      return all.with(at, {
        ...line,
        end: { heading: "h2", list: "ut+ i+ p", quote: "q+ p", table: "t+ r+ c" }[act] ?? "p",
      });
  }
}

function split(line: SharedLine, cut: number): [SharedLine["text"], SharedLine["text"]] {
  const before: SharedLine["text"] = [];
  const after: SharedLine["text"] = [];
  let at = 0;
  for (const run of line.text) {
    const within = Math.min(Math.max(cut - at, 0), run.text.length);
    if (within > 0) before.push({ ...run, text: run.text.slice(0, within) });
    if (within < run.text.length) after.push({ ...run, text: run.text.slice(within) });
    at += run.text.length;
  }
  return [before, after];
}
