import { expect, test } from "vitest";
import { type Action, actions, type Actor, institutionsFor, may, permit, type Right, rights } from "./rights.ts";

/** Who may do what, written out by hand: a cross where the right of the column allows it. */
const table = `
                        reader writer editor clearer publisher stenographer register-keeper administrator
draft.read                x      x      x      .         x          .              .              .
draft.write               .      x      x      .         x          .              .              .
draft.comment             x      x      x      .         x          .              .              .
draft.review              .      .      x      .         x          .              .              .
clearance.ask             .      x      x      .         x          .              .              .
clearance.answer          .      .      .      x         .          .              .              .
draft.schedule            .      .      .      .         x          .              .              .
draft.publish             .      .      .      .         x          .              .              .
draft.publish-urgently    .      .      .      .         x          .              .              .
publication.review        .      .      x      .         x          .              .              .
statement.correct         .      .      .      .         x          .              .              .
statement.withdraw        .      .      .      .         x          .              .              .
line.read                 x      x      x      .         x          .              .              .
line.write                .      x      x      .         x          .              .              .
agenda.read               x      x      x      .         x          .              .              .
agenda.write              .      x      x      .         x          .              .              .
agenda.publish            .      .      x      .         x          .              .              .
briefing.read             x      x      x      .         x          x              .              .
briefing.type             .      x      x      .         x          x              .              .
briefing.run              .      .      x      .         x          .              .              .
transcript.certify        .      .      .      .         .          x              .              .
transcript.edit           .      .      .      .         x          .              .              .
journalist.read           .      x      x      .         x          .              .              .
journalist.log            .      x      x      .         x          .              .              .
journalist.accredit       .      .      x      .         x          .              .              .
question.read             x      x      x      .         x          .              .              .
question.write            .      x      x      .         x          .              .              .
question.answer           .      .      .      .         x          .              .              .
register.keep             .      .      .      .         .          .              x              .
office.manage             .      .      .      .         .          .              .              x
officer.manage            .      .      .      .         .          .              .              x
trail.read                .      .      .      .         .          .              .              x
`;
const [heading = [], ...rows] = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([action, ...marks]) =>
  marks.map((mark, column) => [heading[column] as Right, action as Action, mark === "x"] as const),
);

test("the table names every right and every action", () => {
  expect(heading).toEqual([...rights]);
  expect(new Set(rows.map(([action]) => action))).toEqual(new Set(Object.keys(actions)));
  expect(cells).toHaveLength(rights.length * Object.keys(actions).length);
});

test.each(cells)("a %s and %s: %s, and never for another institution", (right, action, allowed) => {
  const actor = holding({ institution: "segegob", right });
  expect(may(actor, action, "segegob")).toBe(allowed);
  if (allowed) expect(() => permit(actor, action, "segegob")).not.toThrow();
  else expect(() => permit(actor, action, "segegob")).toThrow(/takes the right of .* for segegob/);
  expect(may(actor, action, "salud")).toBe(false);
  expect(() => permit(actor, action, "salud")).toThrow(expect.objectContaining({ code: "forbidden" }));
  expect(institutionsFor(actor, action)).toEqual(allowed ? ["segegob"] : []);
});

test("whoever holds nothing may do nothing", () => {
  for (const action of Object.keys(actions) as Action[]) expect(may(holding(), action, "segegob")).toBe(false);
});

test("rights add up, and never across institutions", () => {
  const actor = holding({ institution: "segegob", right: "writer" }, { institution: "salud", right: "publisher" });
  expect(may(actor, "draft.write", "segegob")).toBe(true);
  expect(may(actor, "draft.publish", "segegob")).toBe(false);
  expect(institutionsFor(actor, "draft.write")).toEqual(["segegob", "salud"]);
});

function holding(...grants: Actor["grants"]): Actor {
  return { officer: 1, name: "Ana Soto", email: "ana@segegob.example", language: "es", grants };
}
