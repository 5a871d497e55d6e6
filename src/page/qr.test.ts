import decode from "jsqr";
import sharp from "sharp";
import { expect, test } from "vitest";
import { qrSvg } from "./qr.ts";

test("a code is read by another's reader: short, long, and in any letters", async () => {
  for (const text of [
    "https://example.cl/briefings/2026-0007/turns/3",
    `https://example.cl/${"x".repeat(900)}`,
    "https://vocería.example/ñandú?¿«»🌊",
  ]) {
    const { data, info } = await sharp(Buffer.from(qrSvg(text, 600)))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const read = decode.default(new Uint8ClampedArray(data), info.width, info.height);
    expect(read && Buffer.from(read.binaryData).toString()).toBe(text);
  }
});
