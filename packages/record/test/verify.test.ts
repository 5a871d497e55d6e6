import { array, assert, asyncProperty, constantFrom, integer, nat, oneof, record } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  base64,
  canonicalize,
  mlDsa44,
  utf8,
  verifyProof,
  writeVerifierKey,
  writeNote,
  readNote,
  keyId,
} from "../src/index.ts";
import type { Bundle, Json, StatementContent, SubjectState } from "../src/index.ts";
import { finding, now, summary, verify } from "./claims.ts";
import { checkEd25519, hash, makeSigner } from "./crypto.ts";
import { fileOf, filesOf, makeWitness, OfficeLog, policyOf, start, tenure } from "./office-log.ts";

const [w1, w2, w3] = [makeWitness("one"), makeWitness("two"), makeWitness("three")];
const all = [w1, w2, w3];

/** A record with a register, a statement with voice and file, and one with corrections. */
function office() {
  const log = new OfficeLog();
  const register = log.assertRegister([
    tenure("ana-rojas", "ministra"),
    tenure("luis-soto", "subsecretario", "subrogante"),
  ]);
  const voice = [
    {
      capacity: "subrogante",
      institution: "segegob",
      person: "luis-soto",
      post: "subsecretario",
      register: { entry: register, item: 1 },
    },
  ];
  const spoken = log.publish({ voice, topics: ["agua"] }, [utf8("un anexo")]);
  const plain = log.publish();
  const imported = log.publish({}, [], true);
  return { log, register, spoken, plain, imported };
}

describe("An honest bundle", () => {
  test("establishes all nine findings where witnesses cosigned, files are at hand and the register item is carried", async () => {
    const { log, spoken } = office();
    const signed = log.sign([
      { witness: w1, time: start + 60 },
      { witness: w2, time: start + 90 },
    ]);
    const report = await verify(log.bundle(spoken, signed), {
      policy: policyOf(log, all, 2),
      attachments: filesOf(log, spoken),
    });
    expect(summary(report)).toEqual([
      "format: established",
      "checkpoint: established",
      "inclusion: established",
      "witnesses: established",
      "entry: established",
      "content: established",
      "attachments: established",
      "voice: established",
      "newest: established",
    ]);
    expect(report).toMatchObject({
      established: true,
      quorumMet: true,
      origin: "record.example/office",
      size: signed.size,
      index: spoken,
      existedBy: "2026-11-23T14:01:30.000Z",
      freshAt: "2026-11-23T14:01:00.000Z",
      entry: { act: "statement.published", number: "2026-0001" },
      content: { title: "Aviso" },
    });
    expect(finding(report, "voice").detail).toMatchObject({ items: [{ backing: "register", person: "luis-soto" }] });
    expect(finding(report, "newest").detail).toMatchObject({ standing: "newest", current: spoken, edition: 1 });
  });

  test("rests on the office's word alone where the policy asks for no witness", async () => {
    const { log, plain } = office();
    const report = await verify(log.bundle(plain, log.sign()), { policy: policyOf(log) });
    expect(report).toMatchObject({ established: true, quorumMet: true });
    expect(report).not.toHaveProperty("existedBy");
    expect(report).not.toHaveProperty("freshAt");
    expect(finding(report, "witnesses")).toMatchObject({ status: "not-established", reason: "no-witness-asked" });
    expect(finding(report, "newest")).toMatchObject({
      status: "not-established",
      reason: "no-witness-asked",
      detail: { standing: "newest" },
    });
    expect(finding(report, "voice")).toMatchObject({ status: "established", detail: { speaker: "office" } });
  });

  test("of any record, at any of its checkpoints, establishes exactly what happened", async () => {
    const acts = array(
      oneof(
        constantFrom("publish" as const, "import" as const, "register" as const, "sign" as const).map((act) => ({
          act,
          of: 0,
        })),
        record({ act: constantFrom("correct" as const, "withdraw" as const, "erase" as const), of: nat() }),
      ),
      { minLength: 1, maxLength: 14 },
    );
    await assert(
      asyncProperty(acts, integer({ min: 0, max: 3 }), async (steps, cosigners) => {
        const log = new OfficeLog();
        for (const { act, of } of steps) {
          const live = log.states.filter(({ status }) => status === "current");
          const subject = live[of % live.length]?.subject;
          if (act === "publish") log.publish();
          else if (act === "import") log.publish({}, [], true);
          else if (act === "register")
            log.assertRegister([
              tenure("ana-rojas", "ministra"),
              tenure("luis-soto", "vocero"),
              tenure("eva-diaz", "jefa"),
            ]);
          else if (act === "sign") log.sign();
          else if (subject === undefined) continue;
          else if (act === "correct") log.correct(subject);
          else if (act === "withdraw") log.withdraw(subject);
          else log.erase(subject, log.states[subject]!.current);
        }
        const signed = log.sign(all.slice(0, cosigners).map((witness, at) => ({ witness, time: start + 100 + at })));
        const policy = policyOf(log, all, 2);
        for (let index = 0; index < log.entries.length; index++) {
          const report = await verify(
            log.bundle(index, signed, { item: index % 3 === 0 || !log.batches.has(index) ? 0 : 2 }),
            { policy },
          );
          expect(report.findings.filter(({ status }) => status === "refused")).toEqual([]);
          expect(report).toMatchObject({ established: true, quorumMet: cosigners >= 2, index });
          const { entry } = report;
          const subject = entry !== undefined && "subject" in entry ? entry.subject : undefined;
          const hasContent = log.contents.has(index) || log.batches.has(index);
          expect(report.content !== undefined).toBe(hasContent);
          const newest = finding(report, "newest");
          expect({ reason: newest.reason, status: newest.status, standing: newest.detail["standing"] }).toEqual(
            subject === undefined
              ? { reason: "no-subject", status: "not-checked", standing: undefined }
              : { ...witnessedBy(cosigners), standing: standingOf(log.states[subject]!, index) },
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

function witnessedBy(cosigners: number) {
  return cosigners >= 2
    ? { reason: undefined, status: "established" }
    : { reason: "quorum-not-met", status: "not-established" };
}

function standingOf({ current, status }: SubjectState, index: number): string {
  if (status !== "current") return status;
  return current === index ? "newest" : "corrected";
}

describe("The witnesses", () => {
  test("bound the time of existence from the earliest quorum and freshness from the latest", async () => {
    const { log, plain } = office();
    const signed = log.sign([
      { witness: w3, time: start + 300 },
      { witness: w1, time: start + 100 },
      { witness: w2, time: start + 200 },
    ]);
    const report = await verify(log.bundle(plain, signed), { policy: policyOf(log, all, 2) });
    expect(report.existedBy).toBe("2026-11-23T14:03:20.000Z");
    expect(report.freshAt).toBe("2026-11-23T14:03:20.000Z");
    const any = await verify(log.bundle(plain, signed), { policy: policyOf(log, all, "any") });
    expect([any.existedBy, any.freshAt]).toEqual(["2026-11-23T14:01:40.000Z", "2026-11-23T14:05:00.000Z"]);
  });

  test("that are too few leave the quorum unmet, and nothing newest", async () => {
    const { log, plain } = office();
    const report = await verify(log.bundle(plain, log.sign([{ witness: w1, time: start }])), {
      policy: policyOf(log, all, 2),
    });
    expect(report).toMatchObject({ established: true, quorumMet: false });
    expect(finding(report, "witnesses")).toMatchObject({ status: "not-established", reason: "quorum-not-met" });
    expect(finding(report, "newest")).toMatchObject({ status: "not-established", reason: "quorum-not-met" });
    expect(report).not.toHaveProperty("existedBy");
  });

  test("count once, however often they cosign", async () => {
    const { log, plain } = office();
    const signed = log.sign([1, 2, 3].map((second) => ({ witness: w1, time: start + second })));
    const report = await verify(log.bundle(plain, signed), { policy: policyOf(log, all, 2) });
    expect(report.quorumMet).toBe(false);
  });

  test("whose clocks are over five minutes ahead are not counted; at five minutes they are", async () => {
    const { log, plain } = office();
    const ahead = Math.floor(now.getTime() / 1000) + 300;
    const policy = policyOf(log, [w1, w2], "all");
    const kept = await verify(log.bundle(plain, log.sign([w1, w2].map((witness) => ({ witness, time: ahead })))), {
      policy,
    });
    expect(kept.quorumMet).toBe(true);
    const dropped = await verify(
      log.bundle(
        plain,
        log.sign([
          { witness: w1, time: ahead },
          { witness: w2, time: ahead + 1 },
        ]),
      ),
      { policy },
    );
    expect(dropped.quorumMet).toBe(false);
    expect(finding(dropped, "witnesses").detail).toMatchObject({ ahead: [{ witness: "w2" }] });
  });

  test("whose clocks show a year that no instant can have are discarded likewise, and veto nothing", async () => {
    const { log, plain } = office();
    const cosigners = all.map((witness, at) => ({ witness, time: at < 2 ? start : Number.MAX_SAFE_INTEGER }));
    const report = await verify(log.bundle(plain, log.sign(cosigners)), { policy: policyOf(log, all, "2") });
    expect(report).toMatchObject({ established: true, quorumMet: true });
    expect(finding(report, "witnesses").detail).toMatchObject({ ahead: [{ witness: "w3" }] });
  });

  test("whose cosignature is bad refuse the bundle; those the policy does not know are ignored", async () => {
    const { log, plain } = office();
    const signed = log.sign([{ witness: w1, time: start }]);
    const bad = signed.note.replace(
      /(one\.example .{60})(.)/,
      (_, before: string, letter: string) => before + (letter === "A" ? "B" : "A"),
    );
    expect(bad).not.toBe(signed.note);
    const bundle = log.bundle(plain, { ...signed, note: bad });
    expect(summary(await verify(bundle, { policy: policyOf(log, [w1]) }))[1]).toBe(
      "checkpoint: refused (bad-signature)",
    );
    expect(await verify(bundle, { policy: policyOf(log, [w2]) })).toMatchObject({
      established: true,
      quorumMet: false,
    });
  });

  test("with an ML-DSA key are read in a policy, named unsupported and count for nothing", async () => {
    const { log, plain } = office();
    const publicKey = new Uint8Array(1312).fill(7);
    const key = { name: "pq.example", keyId: keyId(hash, "pq.example", mlDsa44, publicKey), type: mlDsa44, publicKey };
    const signed = log.sign([{ witness: w1, time: start }]);
    const note = readNote(signed.note);
    note.signatures.push({ name: key.name, keyId: key.keyId, signature: new Uint8Array(2428) });
    const policy = policyOf(log, [w1])
      .replace("group", `witness pq ${writeVerifierKey(key)}\ngroup`)
      .replace("all w1", "any w1 pq");
    const report = await verify(log.bundle(plain, { ...signed, note: writeNote(note) }), { policy });
    expect(report).toMatchObject({ established: true, quorumMet: true });
    expect(finding(report, "witnesses").detail).toMatchObject({
      unsupported: ["pq"],
      cosignatures: [{ witness: "w1" }],
    });
    const both = await verify(log.bundle(plain, { ...signed, note: writeNote(note) }), {
      policy: policy.replace("any w1 pq", "all w1 pq"),
    });
    expect(both.quorumMet).toBe(false);
  });
});

describe("The checkpoint", () => {
  test("of a log that the policy does not list is refused", async () => {
    const { log, plain } = office();
    const other = new OfficeLog("other.example");
    const report = await verify(log.bundle(plain, log.sign()), { policy: policyOf(other) });
    expect(summary(report)[1]).toBe("checkpoint: refused (foreign-log)");
    expect(report.established).toBe(false);
    expect(summary(report)[2]).toBe("inclusion: not-checked (not-reached)");
  });

  test("that carries the log's name but not its signature is refused", async () => {
    const { log, plain } = office();
    const impostor = new OfficeLog(log.origin);
    const report = await verify(log.bundle(plain, log.sign()), { policy: policyOf(impostor) });
    expect(summary(report)[1]).toBe("checkpoint: refused (unsigned)");
  });

  test("signed by another listed log under this one's name is refused", async () => {
    const { log, plain } = office();
    const other = makeSigner("other.example");
    const signed = log.sign();
    const { text } = readNote(signed.note);
    const note = writeNote({ text, signatures: [other.sign(text)] });
    const policy = `log ${writeVerifierKey(other.key)}\n${policyOf(log)}`;
    expect(summary(await verify(log.bundle(plain, { ...signed, note }), { policy }))[1]).toBe(
      "checkpoint: refused (unsigned)",
    );
  });
});

describe("The state", () => {
  const cosign = (time = start + 60) => [{ witness: w1, time }];

  test("says that an edition was corrected, withdrawn or erased since", async () => {
    const { log, spoken, plain, imported } = office();
    log.correct(0);
    log.withdraw(1);
    log.erase(2, imported);
    const signed = log.sign(cosign());
    const policy = policyOf(log, [w1]);
    const standings = [];
    for (const index of [spoken, plain, imported]) {
      standings.push(finding(await verify(log.bundle(index, signed), { policy }), "newest").detail["standing"]);
    }
    expect(standings).toEqual(["corrected", "withdrawn", "erased"]);
    expect(summary(await verify(log.bundle(imported, signed), { policy }))[5]).toBe(
      "content: not-established (absent)",
    );
  });

  test("over a day old, or absent, leaves the newest not established", async () => {
    const { log, plain } = office();
    const bundle = log.bundle(plain, log.sign(cosign()));
    const policy = policyOf(log, [w1]);
    const at = (seconds: number) => ({ policy, now: new Date((start + 60 + seconds) * 1000) });
    expect(summary(await verify(bundle, at(86_400)))[8]).toBe("newest: established");
    const stale = await verify(bundle, at(86_401));
    expect(summary(stale)[8]).toBe("newest: not-established (stale)");
    expect(stale.freshAt).toBe("2026-11-23T14:01:00.000Z");
    const { state: _, ...without } = bundle;
    expect(summary(await verify(without, { policy }))[8]).toBe("newest: not-established (absent)");
  });

  test("may be of a later checkpoint than the entry's proof", async () => {
    const { log, plain } = office();
    const early = log.sign(cosign());
    log.correct(1);
    const late = log.sign(cosign(start + 600));
    const report = await verify(log.bundle(plain, early, { state: late }), { policy: policyOf(log, [w1]) });
    expect(report).toMatchObject({
      established: true,
      existedBy: "2026-11-23T14:01:00.000Z",
      freshAt: "2026-11-23T14:10:00.000Z",
    });
    expect(finding(report, "newest").detail).toMatchObject({ standing: "corrected", edition: 2 });
  });

  test("swapped for another is refused", async () => {
    const { log, plain, register } = office();
    const first = log.sign(cosign());
    const corrected = log.correct(1);
    const second = log.sign(cosign());
    const unasserted = (log.publish(), log.sign(cosign(), false));
    const policy = policyOf(log, [w1]);
    const bundle = log.bundle(plain, second);
    const refusals = async (state: Bundle["state"], of = bundle) =>
      summary(await verify({ ...of, state }, { policy }))[8];
    const good = bundle.state!;

    expect(await refusals(log.statePart(0, second))).toBe("newest: refused (other-subject)");
    expect(await refusals(log.statePart(1, first), log.bundle(corrected, second))).toBe(
      "newest: refused (older-than-entry)",
    );
    expect(await refusals({ ...good, leaf: { ...(good.leaf as object), status: "withdrawn" } })).toBe(
      "newest: refused (root-differs)",
    );
    expect(await refusals({ ...good, leaf: log.statePart(1, first).leaf })).toBe("newest: refused (root-differs)");
    expect(await refusals({ ...good, path: log.statePart(0, second).path })).toBe("newest: refused (root-differs)");
    expect(await refusals({ ...good, path: [] })).toBe("newest: refused (malformed)");
    expect(await refusals(good, log.bundle(register, second))).toBe("newest: refused (no-subject)");
    const notLast = { ...good, proof: log.proof(second.size - 1, unasserted) };
    expect(await refusals(notLast)).toBe("newest: refused (not-last)");
    const notState = {
      ...good,
      entry: base64(log.entries[unasserted.size - 1]!),
      proof: log.proof(unasserted.size - 1, unasserted),
    };
    expect(await refusals(notState)).toBe("newest: refused (not-a-state)");

    const twin = new OfficeLog("twin.example");
    for (let subject = 0; subject < 3; subject++) twin.publish();
    const foreign = twin.statePart(1, twin.sign(cosign()));
    expect(
      summary(
        await verify({ ...bundle, state: foreign }, { policy: `log ${writeVerifierKey(twin.signer.key)}\n${policy}` }),
      )[8],
    ).toBe("newest: refused (another-log)");
  });

  test("that the office signed against its own entries is refused", async () => {
    const log = new OfficeLog();
    const first = log.publish();
    log.correct(0);
    log.states[0] = { current: first, edition: 1, last: first, status: "current", subject: 0 };
    const signed = log.sign(cosign());
    const policy = policyOf(log, [w1]);
    expect(finding(await verify(log.bundle(first, signed), { policy }), "newest").detail["standing"]).toBe("newest");
    expect(summary(await verify(log.bundle(first + 1, signed), { policy }))[8]).toBe(
      "newest: refused (contradicts-entry)",
    );
  });
});

describe("Voice and content", () => {
  async function voiced(
    change: (voice: StatementContent["voice"][number], entry: number) => Json,
    options: { capacity?: string } = {},
  ) {
    const log = new OfficeLog();
    const entry = log.assertRegister([
      tenure("ana-rojas", "ministra", options.capacity),
      tenure("luis-soto", "vocero"),
    ]);
    const voice = {
      capacity: "titular",
      institution: "segegob",
      person: "ana-rojas",
      post: "ministra",
      register: { entry, item: 0 },
    };
    const index = log.publish({ voice: [change(voice, entry) as StatementContent["voice"][number]] });
    return { log, bundle: log.bundle(index, log.sign()), policy: policyOf(log) };
  }

  test("the voice is the office's attribution where no register item is carried", async () => {
    const { bundle, policy } = await voiced((voice) => voice);
    expect(summary(await verify(bundle, { policy }))[7]).toBe("voice: established");
    const { register: _, ...without } = bundle;
    expect(summary(await verify(without, { policy }))[7]).toBe("voice: not-established (attribution-only)");
    const unplaced = await voiced(({ register: _place, ...voice }) => voice);
    expect(summary(await verify(unplaced.bundle, { policy: unplaced.policy }))[7]).toBe(
      "voice: not-established (attribution-only)",
    );
  });

  test("a voice that says otherwise than its register item is refused", async () => {
    for (const field of ["person", "post", "capacity"] as const) {
      const { bundle, policy } = await voiced((voice) => ({ ...voice, [field]: "otra" }));
      const report = await verify(bundle, { policy });
      expect(finding(report, "voice")).toMatchObject({
        status: "refused",
        reason: "register-differs",
        detail: { field },
      });
      expect(report.established).toBe(false);
    }
  });

  test("a register item that no voice names, a second one, or one in another's place is refused", async () => {
    const { log, bundle, policy } = await voiced((voice) => voice);
    const carried = bundle.register![0]!;
    const other = log.bundle(0, log.sign(), { item: 1 });
    const unasked = {
      batch: other.batch!,
      content: other.content!,
      entry: other.entry,
      proof: other.proof,
      salt: other.salt!,
    };
    for (const register of [[carried, carried], [carried, unasked], [unasked]]) {
      expect(summary(await verify({ ...bundle, register }, { policy }))[7]).toBe("voice: refused (register-unasked)");
    }
    const moved = { ...carried, batch: unasked.batch };
    expect(summary(await verify({ ...bundle, register: [moved] }, { policy }))[7]).toBe(
      "voice: refused (commitment-differs)",
    );
  });

  test("a voice that rests on an item entered after it is refused", async () => {
    const log = new OfficeLog();
    const voice = { capacity: "titular", institution: "segegob", person: "ana-rojas", post: "ministra" };
    const index = log.publish({ voice: [{ ...voice, register: { entry: 1, item: 0 } }] });
    log.assertRegister([tenure("ana-rojas", "ministra")]);
    const report = await verify(log.bundle(index, log.sign()), { policy: policyOf(log) });
    expect(finding(report, "voice")).toMatchObject({ reason: "register-differs", detail: { field: "entry" } });
  });

  test("register items in another order than that of entry and item are refused", async () => {
    const log = new OfficeLog();
    const entry = log.assertRegister([tenure("ana-rojas", "ministra"), tenure("luis-soto", "vocero")]);
    const named = { capacity: "titular", institution: "segegob" };
    const index = log.publish({
      voice: [
        { ...named, person: "luis-soto", post: "vocero", register: { entry, item: 1 } },
        { ...named, person: "ana-rojas", post: "ministra", register: { entry, item: 0 } },
      ],
    });
    const bundle = log.bundle(index, log.sign());
    const policy = policyOf(log);
    const [second, first] = bundle.register!;
    const outcome = async (register: Bundle["register"]) =>
      summary(await verify({ ...bundle, register }, { policy }))[7];
    expect(await outcome([first!, second!])).toBe("voice: established");
    expect(await outcome([second!, first!])).toBe("voice: refused (register-unasked)");
    expect(await outcome([first!])).toBe("voice: not-established (attribution-only)");
  });

  test("a part that says nothing is refused, and left out in writing", async () => {
    const { log, plain } = office();
    const bundle = log.bundle(plain, log.sign());
    for (const nothing of [{ attachments: [] }, { attachments: [{}] }, { register: [] }]) {
      const report = await verify(utf8(canonicalize({ ...bundle, ...nothing })), { policy: policyOf(log) });
      expect(finding(report, "format")).toMatchObject({ status: "refused", reason: "malformed" });
      expect(fileOf({ ...bundle, ...nothing })).toEqual(fileOf(bundle));
    }
    expect(fileOf({ ...bundle, batch: undefined })).toEqual(fileOf(bundle));
  });

  test("a content, salt or batch place that is not the committed one is refused", async () => {
    const { log, plain, spoken, register } = office();
    const signed = log.sign();
    const policy = policyOf(log);
    const bundle = log.bundle(plain, signed);
    const other = log.bundle(spoken, signed);
    const item = log.bundle(register, signed, { item: 1 });
    const outcome = async (parts: Bundle) => summary(await verify(parts, { policy }))[5];
    expect(await outcome({ ...bundle, content: other.content! })).toBe("content: refused (commitment-differs)");
    expect(await outcome({ ...bundle, salt: other.salt! })).toBe("content: refused (commitment-differs)");
    expect(await outcome({ ...bundle, batch: item.batch! })).toBe("content: refused (not-a-batch)");
    expect(await outcome(item)).toBe("content: established");
    const { batch: _, ...unplaced } = item;
    expect(await outcome(unplaced as Bundle)).toBe("content: refused (no-batch)");
    expect(await outcome({ ...item, batch: { ...item.batch!, item: 0 } })).toBe(
      "content: refused (commitment-differs)",
    );
    expect(await outcome({ ...item, batch: { ...item.batch!, item: 2 } })).toBe("content: refused (item-beyond-count)");
    const state = log.bundle(signed.size - 1, signed);
    expect(await outcome(state)).toBe("content: not-checked (none-committed)");
    expect(await outcome({ ...state, content: bundle.content!, salt: bundle.salt! })).toBe(
      "content: refused (not-committed)",
    );
  });

  test("a committed content that its act does not allow is refused, one of a newer format is not established", async () => {
    const log = new OfficeLog();
    const noted = log.publish({ note: "una nota", severity: "minor" });
    const newer = log.publish({ later: "field" } as Partial<StatementContent>);
    const signed = log.sign();
    const policy = policyOf(log);
    expect(summary(await verify(log.bundle(noted, signed), { policy }))[5]).toBe("content: refused (malformed)");
    const report = await verify(log.bundle(newer, signed), { policy });
    expect(summary(report)[5]).toBe("content: not-established (newer-format)");
    expect(report.content).toBeUndefined();
  });

  test("an entry of an unknown act stops as a newer format", async () => {
    const log = new OfficeLog();
    log.entries.push(
      utf8(canonicalize({ act: "statement.sealed", at: "2026-11-23T14:00:00.000Z", format: "voceria/entry/v1" })),
    );
    const signed = log.sign([], false);
    const bundle = { format: "voceria-bundle@1" as const, entry: base64(log.entries[0]!), proof: log.proof(0, signed) };
    const report = await verify(bundle, { policy: policyOf(log) });
    expect(report.established).toBe(false);
    expect(finding(report, "inclusion").status).toBe("established");
    expect(finding(report, "entry")).toMatchObject({ status: "not-established", reason: "newer-format" });
    expect(report.entry).toBeUndefined();
  });

  test("files are checked by size and commitment where they are at hand", async () => {
    const { log, spoken } = office();
    const bundle = log.bundle(spoken, log.sign());
    const policy = policyOf(log);
    const [[commitment, file]] = [...filesOf(log, spoken)] as [[string, Uint8Array]];
    const outcome = async (attachments?: Map<string, Uint8Array>, of: Bundle = bundle) =>
      summary(await verify(of, { policy, ...(attachments && { attachments }) }))[6];
    expect(await outcome()).toBe("attachments: not-checked (not-supplied)");
    expect(await outcome(new Map([[commitment, file]]))).toBe("attachments: established");
    expect(await outcome(new Map([[commitment, utf8("un anexo!")]]))).toBe("attachments: refused (size-differs)");
    expect(await outcome(new Map([[commitment, utf8("un anexO")]]))).toBe("attachments: refused (commitment-differs)");
    const twoSalts = { ...bundle, attachments: [...bundle.attachments!, ...bundle.attachments!] };
    expect(await outcome(undefined, twoSalts)).toBe("attachments: refused (count-differs)");
  });
});

describe("A proof file", () => {
  test("establishes that an entry stands in the record, and nothing of its content", async () => {
    const { log, plain } = office();
    const signed = log.sign([{ witness: w1, time: start }]);
    const options = { policy: policyOf(log, [w1]), hash, checkEd25519, now };
    const report = await verifyProof(log.proof(plain, signed), log.entries[plain]!, options);
    expect(report).toMatchObject({
      established: true,
      quorumMet: true,
      index: plain,
      existedBy: "2026-11-23T14:00:00.000Z",
    });
    expect(report.findings.slice(5).every(({ status }) => status === "not-checked")).toBe(true);
    const other = await verifyProof(log.proof(plain, signed), log.entries[plain - 1]!, options);
    expect(summary(other)[2]).toBe("inclusion: refused (root-differs)");
    const extra = log.proof(plain, signed).replace("index", "extra AAAA\nindex");
    expect(summary(await verifyProof(extra, log.entries[plain]!, options))[1]).toBe("checkpoint: refused (extra-data)");
  });
});

test("A file over 32 MiB is refused unread, and a policy that cannot be read is the verifier's own error", async () => {
  const { log, plain } = office();
  const bundle = log.bundle(plain, log.sign());
  const policy = policyOf(log);
  const large = await verify(new Uint8Array(32 * 1024 * 1024 + 1), { policy });
  expect(finding(large, "format").detail["what"]).toBe("is larger than 32 MiB");
  await expect(verify(bundle, { policy: "quorum none\nquorum none\n" })).rejects.toThrow(
    "policy, line 2: a second quorum line",
  );
  expect(fileOf(bundle).length).toBeLessThan(8_000);
});
