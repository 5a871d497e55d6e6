import { Fault } from "../fault.ts";
import { confirmIncumbent } from "../register/confirm.ts";
import { dayIn, dayInWords } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { command } from "./command.ts";
import { awaitCheckpoint } from "./release.ts";

export const registerConfirmCommand = command({
  name: "register confirm",
  summary: "confirm who holds the post today, or enter who does, with a source",
  help: `¿Quién habla hoy? Enters in the register, on a source's word, that the incumbent still holds the post on a day; from
then on statements can be published in that person's voice, for as many days as the office relies on a confirmation.
With --person and --since somebody else is entered, and the former tenure ends where the new one begins. Nothing
entered before is lost: the register keeps what it said, and the record has both.

  voceria register confirm --source "Decreto Supremo 71, Diario Oficial" --locator https://www.diariooficial.cl/ --source-date 2026-11-23
  voceria register confirm --person "Surnames, Given names" --gender feminine --since 2026-03-11 --source NAME --locator WHERE`,
  flags: {
    person: {
      kind: "text",
      says: 'who holds it: an id, a full name, or for somebody new "Surnames, Given names"',
      value: "NAME",
    },
    gender: { kind: "text", says: "feminine or masculine: titles of somebody new agree with it", value: "GENDER" },
    since: { kind: "text", says: "since when, where it is somebody else (2026-03-11, 2026-03 or 2026)", value: "EDTF" },
    post: { kind: "text", says: "the post, by its id; by default the one that speaks", value: "POST" },
    on: { kind: "text", says: "the day that the source vouches for; by default today", value: "DAY" },
    source: { kind: "text", says: "the source's name", value: "NAME" },
    locator: { kind: "text", says: "where in the source, or its address", value: "WHERE" },
    "source-date": { kind: "text", says: "the source's own date", value: "DAY" },
  },
  async run(call) {
    const { person, gender, since, post, source, locator } = call.flags;
    const date = call.flags["source-date"];
    if (source === undefined || locator === undefined || source.trim() === "" || locator.trim() === "")
      throw new Fault(
        "usage",
        "Who holds a post is confirmed on a source's word: name it with --source and --locator.",
      );
    if (gender !== undefined && gender !== "feminine" && gender !== "masculine")
      throw new Fault("usage", `--gender ${gender}: it is feminine or masculine; leave it out where you do not know.`);
    const installation = await call.open();
    const { timeZone } = await readOffice(installation.db);
    const confirmed = await confirmIncumbent(
      installation.db,
      {
        on: call.flags.on ?? dayIn(timeZone, call.means.clock.now()),
        source: { name: source, locator, ...(date === undefined ? {} : { date }) },
        ...(person === undefined ? {} : { person }),
        ...(gender === undefined ? {} : { gender }),
        ...(since === undefined ? {} : { since }),
        ...(post === undefined ? {} : { post }),
      },
      call.means,
    );
    await awaitCheckpoint(call, installation);
    const { name, day, until, ended, entry } = confirmed;
    call.out.json(confirmed);
    const entered = entry === undefined ? "as was entered before" : `entry ${entry} of the record`;
    call.out.print(
      `${name} holds ${confirmed.post} on ${dayInWords(day, "en")}, relied on until ${dayInWords(until, "en")}; ${entered}.`,
    );
    if (ended !== undefined) call.out.print(`The former tenure, ${ended}, has ended.`);
    return 0;
  },
});
