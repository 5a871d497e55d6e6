import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hex, readBase64, verifyBundle } from "@voceria/record";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publish as publishCommand } from "../src/cli/publish.ts";
import { readFileName } from "../src/files/kinds-of-file.ts";
import { addPiece, beginFile, findFile, partSize, readBytes, streamBytes } from "../src/files/stored-files.ts";
import { finishFile, readAnnounced, takeFile } from "../src/files/take-file.ts";
import { findEdition, findStatement } from "../src/newsroom/statements.ts";
import { auditRecord } from "../src/recorder/audit.ts";
import { signNow, startSequencer } from "../src/recorder/sequence.ts";
import { checkEd25519, sha256 } from "../src/recorder/sha256.ts";
import { transact } from "../src/store/database.ts";
import { callCommand } from "./call-command.ts";
import { newsroomDifferences } from "./founded-office.ts";
import { bomb, pdf, photo, sound, zip } from "./sample-files.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

const all = Number.MAX_SAFE_INTEGER;
let office: ServedOffice;
let folder: string;

beforeAll(async () => {
  office = await servedOffice();
  folder = await mkdtemp(join(tmpdir(), "voceria-files-"));
});
afterAll(async () => {
  expect(await Array.fromAsync(auditRecord(office.installation))).toEqual([]);
  expect(await newsroomDifferences(office.installation)).toEqual([]);
  expect(office.failures).toEqual([]);
  await office.close();
  await rm(folder, { recursive: true });
});

describe("A file that is taken in", () => {
  test("is kept byte for byte, whatever blocks it comes in, and any stretch of it is read back", async () => {
    const bytes = Buffer.concat([pdf, randomBytes(3 * partSize + 17)]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 8 }), fc.nat(), fc.nat(), cut),
      { numRuns: 12 },
    );
    async function cut(sizes: number[], a: number, b: number): Promise<void> {
      const { id, media } = await take("plano.pdf", bytes, blocks(bytes, sizes));
      const [from, to] = [a % bytes.length, b % (bytes.length + 1)].toSorted((x, y) => x - y) as [number, number];
      expect(media).toBe("application/pdf");
      expect((await bytesOf(id)).equals(bytes)).toBe(true);
      const stretch = Buffer.concat(await Array.fromAsync(readBytes(office.installation.db, id, from, to)));
      expect(stretch.equals(bytes.subarray(from, to))).toBe(true);
    }
  });

  test("is made anew if it is a picture: upright, smaller, without place, camera or name", async () => {
    const came = await photo();
    expect(came.includes("Nombre Secreto")).toBe(true);
    const file = await take(
      "IMG_0001.JPEG",
      Buffer.concat([came, Buffer.from("<script>alert(1)</script>"), zip("a", "b")]),
    );
    expect(file).toMatchObject({ name: "IMG_0001.jpg", media: "image/jpeg", width: 1333, height: 2000 });
    const kept = await bytesOf(file.id);
    expect(createHash("sha256").update(kept).digest()).toEqual(file.sha256);
    const { exif, orientation, format } = await sharp(kept).metadata();
    expect({ exif, orientation, format }).toEqual({ exif: undefined, orientation: undefined, format: "jpeg" });
    for (const trace of ["Nombre Secreto", "Teléfono", "script", "PK\u0003\u0004"])
      expect(kept.includes(trace), trace).toBe(false);
  });

  test.each([
    ["a zip renamed to .jpg", "foto.jpg", zip("virus.exe", "MZ"), '"foto.jpg" is a zip file, whatever its name says'],
    ["a PDF renamed to .jpg", "foto.jpg", pdf, '"foto.jpg" is a PDF, and its name does not end in .pdf'],
    ["a picture named as a PDF", "foto.pdf", photo(), "is a JPEG picture, and its name does not end in"],
    ["a page named as a picture", "foto.png", Buffer.from("<!doctype html><script>alert(1)</script>"), "is of no kind"],
    [
      "an SVG with script",
      "logo.svg",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      "cannot be attached",
    ],
    [
      "an SVG named as a picture",
      "logo.png",
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      "cannot be attached",
    ],
    [
      "a picture that is damaged",
      "foto.jpg",
      Buffer.from("ffd8ffe000104a46494600", "hex"),
      "cannot be read as a picture",
    ],
    ["a picture that unpacks to gigabytes", "foto.png", bomb(60_000, 60_000), "unpacks to 60000 × 60000 pixels"],
    [
      "a program",
      "programa.pdf",
      Buffer.concat([Buffer.from("\u007fELF\u0002\u0001\u0001", "latin1"), Buffer.alloc(60)]),
      "cannot be attached",
    ],
    ["nothing", "vacio.pdf", Buffer.alloc(0), "is empty"],
    ["text", "notas.pdf", Buffer.from("Solo texto"), "is of no kind that is known by its bytes"],
    ["a zip that calls itself a Word document", "acta.docx", zip("virus.exe", "MZ"), "cannot be attached"],
  ])("is refused if it is %s, and nothing of it is left", async (_, name, bytes, sentence) => {
    const before = await filesKept();
    await expect(take(name, await bytes)).rejects.toMatchObject({ message: expect.stringContaining(sentence) });
    expect(await filesKept()).toEqual(before);
  });

  test("is refused before it comes if it is announced with 4 GB, and as it comes if it is more than announced", async () => {
    expect(() => readAnnounced({ name: "video.mp4", bytes: 4 * 1024 ** 3 })).toThrow(
      '"video.mp4" has 4295 MB, and a file may have at most 200 MB',
    );
    const before = await filesKept();
    let asked = 0;
    async function* endless() {
      for (;;) yield (((asked += 1), Buffer.alloc(partSize)));
    }
    await expect(
      takeFile(
        office.installation.db,
        { name: "a.pdf", bytes: 3 * partSize },
        endless(),
        office.installation.means.clock,
      ),
    ).rejects.toMatchObject({ message: expect.stringContaining("more than that come") });
    expect(asked).toBeLessThan(12);
    await expect(
      takeFile(office.installation.db, { name: "a.pdf", bytes: 999 }, blocks(pdf, []), office.installation.means.clock),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await filesKept()).toEqual(before);
  });

  test("comes in pieces that can be sent twice, never out of order, and goes on where it stopped", async () => {
    const { db, means } = office.installation;
    const bytes = Buffer.concat([pdf, randomBytes(5 * partSize)]);
    const id = await beginFile(db, { name: "a.pdf", bytes: bytes.length }, means.clock.now());
    const send = (at: number, to: number) => transact(db, (tx) => addPiece(tx, id, at, bytes.subarray(at, to)));
    expect(await send(0, 2 * partSize)).toBe(2 * partSize);
    expect(await send(0, 2 * partSize)).toBe(2 * partSize);
    await expect(send(3 * partSize, 4 * partSize)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`Go on from ${2 * partSize}`),
    });
    await expect(send(2 * partSize, 2 * partSize + 5)).rejects.toMatchObject({ code: "invalid" });
    await expect(finishFile(db, id, means.clock)).rejects.toMatchObject({ code: "conflict" });
    expect(await findFile(db, id)).toBeUndefined();
    expect(await send(2 * partSize, bytes.length)).toBe(bytes.length);
    expect(await finishFile(db, id, means.clock)).toMatchObject({ bytes: bytes.length });
    await expect(send(0, partSize)).rejects.toMatchObject({ code: "not-found" });
  });

  test("that nobody came back for is gone a day later, and what was published stays", async () => {
    const { db, means } = office.installation;
    const left = await beginFile(
      db,
      { name: "a.pdf", bytes: 10 },
      new Date(means.clock.now().getTime() - 25 * 3600_000),
    );
    const { id } = await take("plano.pdf", pdf);
    await office.publish({ attachments: [{ file: id }] });
    await db
      .updateTable("file")
      .set({ begun_at: new Date(0) })
      .where("id", "=", id)
      .execute();
    await take("otro.pdf", pdf);
    expect(await findFile(db, id)).toBeDefined();
    expect(await db.selectFrom("file").select("id").where("id", "=", left).execute()).toEqual([]);
  });
});

describe("A name", () => {
  test.each([
    ["../../etc/passwd.pdf", "passwd.pdf"],
    ["C:\\Users\\ana\\plan.pdf", "plan.pdf"],
    ["..", undefined],
    [".htaccess", "htaccess"],
    ["a\u0000b\n.pdf", "a-b-.pdf"],
    ["foto\u202egpj.exe.pdf", "foto-gpj.exe.pdf"],
    ['a"; filename="b.html.pdf', "a-; filename=-b.html.pdf"],
    [`${"ñ".repeat(300)}.pdf`, `${"ñ".repeat(116)}.pdf`],
    ["  ", undefined],
  ])("%j becomes %j", (raw, name) => {
    if (name === undefined) expect(() => readFileName(raw)).toThrow("Rename it");
    else expect(readFileName(raw)).toBe(name);
  });

  test("of anything has no folder, nothing hidden and at most 120 characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (raw) => {
        let name: string;
        try {
          name = readFileName(raw);
        } catch {
          return;
        }
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}<>:"|?*]|^[. ]|[. ]$/u);
        expect([...name].length).toBeLessThanOrEqual(120);
        expect(readFileName(name)).toBe(name);
      }),
    );
  });
});

describe("An attachment", () => {
  test("is committed to with its text, is served as its own bytes with its salt, and its bundle says that it is the one", async () => {
    const picture = await take(
      "foto.png",
      await sharp(await photo(60, 40))
        .png()
        .toBuffer(),
    );
    const plan = await take("plano ñ.pdf", pdf);
    const { number, entry } = await office.publish({
      attachments: [{ file: picture.id, alt: "Un cuadro rojo" }, { file: plan.id }],
    });
    await signNow(office.installation);
    const view = (await findStatement(office.installation.db, number, all))!;
    expect(view.attachments).toMatchObject([
      { name: "foto.png", media: "image/png", alt: "Un cuadro rojo" },
      { name: "plano ñ.pdf", media: "application/pdf", bytes: pdf.length },
    ]);
    const served = await Promise.all(view.attachments.map(({ commitment }) => office.get(addressOf(commitment))));
    expect(served.map(({ headers }) => headers.get("content-disposition"))).toEqual([
      "inline; filename*=UTF-8''foto.png",
      "attachment; filename*=UTF-8''plano%20%C3%B1.pdf",
    ]);
    for (const { headers } of served) {
      expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("access-control-allow-origin")).toBe("*");
    }
    expect(served.map(({ headers }) => headers.get("content-type"))).toEqual(["image/png", "application/pdf"]);
    const bodies = await Promise.all(served.map(async (one) => new Uint8Array(await one.arrayBuffer())));
    const bundle = await (await office.get(`/record/entries/${entry}.bundle.json`)).text();
    const policy = await (await office.get("/record/policy")).text();
    const attachments = new Map(
      view.attachments.map(({ commitment }, at) => [hex(readBase64(commitment, "")), bodies[at]!]),
    );
    const check = (given: Map<string, Uint8Array>) =>
      verifyBundle(new TextEncoder().encode(bundle), {
        policy,
        hash: sha256,
        checkEd25519,
        now: new Date(),
        attachments: given,
      });
    const finding = async (given: typeof attachments) =>
      (await check(given)).findings.find(({ name }) => name === "attachments");
    expect(await finding(attachments)).toMatchObject({ status: "established" });
    bodies[1]![5]! ^= 1;
    expect(await finding(attachments)).toMatchObject({ status: "refused", reason: "commitment-differs" });
    // The salt that comes with the bytes opens the commitment without the bundle.
    const salt = Buffer.from(served[0]!.headers.get("voceria-salt") ?? "", "base64");
    expect(
      createHash("sha256").update("voceria/attachment/v1\n").update(salt).update(bodies[0]!).digest("base64"),
    ).toBe(view.attachments[0]!.commitment);
  });

  test("is not at any address before its text may be shown, and none is found by guessing", async () => {
    const before = await take("secreto.pdf", Buffer.concat([pdf, randomBytes(9)]));
    const { db } = office.installation;
    // As a draft's file, it has no commitment at all; and its own digest or number is no address of it.
    for (const guess of [before.sha256.toString("hex"), String(before.id), "0".repeat(64), "..%2fcheckpoint"])
      expect([guess, (await office.get(`/record/attachments/${guess}`)).status]).toEqual([guess, 404]);
    await office.sequencer.close();
    try {
      const { number } = await office.publish({ attachments: [{ file: before.id }] });
      const view = (await findStatement(db, number, all))!;
      expect((await office.get(addressOf(view.attachments[0]!.commitment))).status).toBe(404);
      await signNow(office.installation);
      expect((await office.get(addressOf(view.attachments[0]!.commitment))).status).toBe(200);
      expect(
        (await office.get(`/record/contents/${hex(readBase64(view.attachments[0]!.commitment, ""))}`)).status,
      ).toBe(404);
    } finally {
      office.sequencer = await startSequencer(office.installation);
    }
  });

  test("of sound is given in stretches, asked for again by its mark, and sought in", async () => {
    const bytes = sound(2 * partSize + 100);
    const { id } = await take("cuña.wav", bytes);
    const { number } = await office.publish({ attachments: [{ file: id }] });
    await signNow(office.installation);
    const address = addressOf((await findStatement(office.installation.db, number, all))!.attachments[0]!.commitment);
    const ask = async (headers: Record<string, string>, method = "GET") => {
      const response = await office.get(address, { headers, method });
      return { response, body: Buffer.from(await response.arrayBuffer()) };
    };
    const whole = await ask({});
    expect(whole.body.equals(bytes)).toBe(true);
    expect(whole.response.headers.get("accept-ranges")).toBe("bytes");
    for (const [range, from, to] of [
      ["bytes=0-0", 0, 1],
      [`bytes=${partSize - 3}-${partSize + 3}`, partSize - 3, partSize + 4],
      ["bytes=-100", bytes.length - 100, bytes.length],
      [`bytes=${partSize * 2}-`, partSize * 2, bytes.length],
      ["bytes=5-99999999", 5, bytes.length],
    ] as const) {
      const { response, body } = await ask({ range });
      expect([range, response.status, response.headers.get("content-range")]).toEqual([
        range,
        206,
        `bytes ${from}-${to - 1}/${bytes.length}`,
      ]);
      expect(body.equals(bytes.subarray(from, to)), range).toBe(true);
    }
    for (const range of ["bytes=99999999-", "bytes=-0"])
      expect([range, (await ask({ range })).response.status]).toEqual([range, 416]);
    for (const range of ["bytes=5-1", "bytes=0-1,3-4", "lines=0-1", "bytes=-"])
      expect([range, (await ask({ range })).response.status]).toEqual([range, 200]);
    const etag = whole.response.headers.get("etag") ?? "";
    expect((await ask({ "if-none-match": etag })).response.status).toBe(304);
    expect((await ask({ range: "bytes=0-0", "if-range": etag })).response.status).toBe(206);
    expect((await ask({ range: "bytes=0-0", "if-range": '"x"' })).response.status).toBe(200);
    const head = await ask({}, "HEAD");
    expect([head.response.headers.get("content-length"), head.body.length]).toEqual([String(bytes.length), 0]);
  });

  test("whose reader leaves in the middle troubles nobody", async () => {
    const { id } = await take("larga.wav", sound(12 * partSize));
    const leaving = Array.from({ length: 20 }, async (_, parts) => {
      const reader = streamBytes(office.installation.db, id).getReader();
      for (let at = 0; at < parts % 4; at++) await reader.read();
      const pending = reader.read();
      await reader.cancel();
      return pending;
    });
    for (const { done } of await Promise.all(leaving)) expect(typeof done).toBe("boolean");
  });

  test("stays with a corrected text under one commitment, also when it is handed in again; others come and go", async () => {
    const [first, second] = [await take("uno.pdf", pdf), await take("dos.pdf", pdf)];
    const { number } = await office.publish({ attachments: [{ file: first.id }] });
    await office.correct(number, { body: "Otro.\n" });
    const again = await take("uno.pdf", pdf);
    const { entry } = await office.correct(number, { attachments: [{ file: second.id }, { file: again.id }] });
    await office.correct(number, { attachments: [] });
    await expect(office.correct(number, { attachments: [] })).rejects.toMatchObject({ code: "invalid" });
    const listed = await Promise.all(
      [1, 2, 3, 4].map(async (edition) =>
        (await findEdition(office.installation.db, number, edition, all))!.attachments.map(({ name, commitment }) => [
          name,
          commitment,
        ]),
      ),
    );
    expect(listed.map((files) => files.map(([name]) => name))).toEqual([
      ["uno.pdf"],
      ["uno.pdf"],
      ["dos.pdf", "uno.pdf"],
      [],
    ]);
    expect(listed[1]![0]).toEqual(listed[0]![0]);
    expect(listed[2]![1]).toEqual(listed[0]![0]);
    await signNow(office.installation);
    const bundle = (await (await office.get(`/record/entries/${entry}.bundle.json`)).json()) as {
      attachments: object[];
    };
    expect(bundle.attachments).toEqual([{ salt: expect.any(String) }, { salt: expect.any(String) }]);
  });

  test("that is a picture has its words; the false one is marked, and only in a denial", async () => {
    const { id } = await take("falso.jpg", await photo(90, 60));
    const claim = { text: "Que no se beba el agua." };
    const refused: [Parameters<ServedOffice["publish"]>[0], string][] = [
      [{ attachments: [{ file: id }] }, 'alt: the picture "falso.jpg" says nothing'],
      [{ attachments: [{ file: id, alt: " " }] }, 'alt: the picture "falso.jpg" says nothing'],
      [{ attachments: [{ file: id, alt: "a\u202eb" }] }, "alt of falso.jpg"],
      [{ attachments: [{ file: id, alt: "x", claim: true }] }, "this text denies none"],
      [{ attachments: [{ file: 999_999 }] }, "a file is not there"],
      [
        {
          attachments: [
            { file: id, alt: "x" },
            { file: id, alt: "x" },
          ],
        },
        "one file stands there twice",
      ],
      [{ attachments: Array.from({ length: 21 }, (_, at) => ({ file: at })) }, "at most 20"],
    ];
    for (const [draft, sentence] of refused)
      await expect(office.publish(draft)).rejects.toMatchObject({ message: expect.stringContaining(sentence) });
    const { number } = await office.publish({
      kind: "desmentido",
      details: { claim },
      attachments: [{ file: id, alt: "Un aviso falso", claim: true }],
    });
    const view = await findStatement(office.installation.db, number, all);
    expect(view?.claim).toEqual({ ...claim, image: view?.attachments[0]?.commitment });
    await office.correct(number, { details: { claim: { text: "Otra vez que no." } } });
    expect((await findStatement(office.installation.db, number, all))?.claim).toEqual({
      text: "Otra vez que no.",
      image: view?.attachments[0]?.commitment,
    });
  });

  test("that is served as something else than its text lists is named by the audit", async () => {
    const { id } = await take("plano.pdf", pdf);
    const { number } = await office.publish({ attachments: [{ file: id }] });
    const set = (media: string) =>
      office.installation.db.updateTable("file").set({ media }).where("id", "=", id).execute();
    await set("text/html");
    expect(await newsroomDifferences(office.installation)).toEqual([
      expect.objectContaining({
        where: `edition 1 of ${number}`,
        found: "plano.pdf, text/html",
        expected: "plano.pdf, application/pdf",
      }),
    ]);
    await set("application/pdf");
  });

  test("named in a Markdown file is published from the command line, once under one key", async () => {
    await writeFile(
      join(folder, "aviso falso.png"),
      await sharp(await photo(80, 50))
        .png()
        .toBuffer(),
    );
    await writeFile(join(folder, "plano.pdf"), pdf);
    const file = join(folder, "desmentido.md");
    await writeFile(
      file,
      `---
title: El agua se puede beber
kind: desmentido
claim: El agua no se puede beber
claim_where: Cadenas de mensajes
claim_when: 2026-11-22
claim_image: aviso falso.png | Un aviso falso que llama a no beber el agua
contact: prensa@example.cl
attachments: [plano.pdf]
---
Se puede.
`,
    );
    const call = () => callCommand(publishCommand, [file, "--key", "agua-1"], { installation: office.installation });
    const [first, again] = [await call(), await call()];
    expect(again.results).toEqual([{ ...(first.results[0] as object), repeated: true }]);
    const { number } = first.results[0] as { number: string };
    expect(await findStatement(office.installation.db, number, all)).toMatchObject({
      claim: { text: "El agua no se puede beber", where: "Cadenas de mensajes", when: "2026-11-22" },
      contact: "prensa@example.cl",
      attachments: [
        { name: "aviso falso.png", alt: "Un aviso falso que llama a no beber el agua" },
        { name: "plano.pdf" },
      ],
    });
    await writeFile(file, "---\ntitle: Otro\nkind: comunicado\nattachments: [no-esta.pdf]\n---\nX.\n");
    await expect(call()).rejects.toMatchObject({ message: expect.stringContaining('there is no file "no-esta.pdf"') });
  });
});

function take(name: string, bytes: Uint8Array, source: AsyncIterable<Uint8Array> = blocks(bytes, [])) {
  const { db, means } = office.installation;
  return takeFile(db, { name, bytes: bytes.length }, source, means.clock);
}

async function* blocks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) yield bytes.subarray(at, (at += size));
  if (at < bytes.length) yield bytes.subarray(at);
}

async function bytesOf(id: number): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(readBytes(office.installation.db, id)));
}

async function filesKept(): Promise<number[]> {
  const rows = await office.installation.db.selectFrom("file").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}

function addressOf(commitment: string): string {
  return `/record/attachments/${hex(readBase64(commitment, "commitment"))}`;
}
