import fc from "fast-check";
import { expect, test } from "vitest";
import { Fault } from "../fault.ts";
import { type AccreditationMove, type AccreditationState, moveAccreditation, standingOn } from "./accreditation.ts";

const moves: AccreditationMove[] = ["grant", "refuse", "revoke", "withdraw"];

test("an accreditation is decided once, revoked only where it was granted, and nothing follows its end", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...moves), { maxLength: 8 }), (asked) => {
      const seen: AccreditationState[] = ["requested"];
      for (const move of asked) {
        const state = seen.at(-1)!;
        try {
          seen.push(moveAccreditation(state, move));
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }
      expect(seen.filter((state) => state === "granted").length).toBeLessThanOrEqual(1);
      for (const [at, state] of seen.entries()) {
        if (state === "revoked") expect(seen[at - 1]).toBe("granted");
        if (["refused", "revoked", "withdrawn"].includes(state)) expect(at).toBe(seen.length - 1);
      }
    }),
  );
});

test("what was granted holds to the end of its last day and no longer", () => {
  const granted = { state: "granted", validUntil: "2026-12-31" } as const;
  expect(standingOn("2026-12-31", granted)).toBe("granted");
  expect(standingOn("2027-01-01", granted)).toBe("expired");
  expect(standingOn("2027-01-01", { ...granted, state: "revoked" })).toBe("revoked");
});
