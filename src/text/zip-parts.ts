import { inflateRawSync } from "node:zlib";

/**
 * The parts of a zip file (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16), unpacked, at most so many bytes of them in
 * all: a zip says of itself how large it will be, and can lie. Throws RangeError over that, and for what is no such file. What
 * another reader could find in it beyond these parts (a directory that goes on after its count, a second one in zip64) is none.
 */
export function zipParts(file: Uint8Array, most: number): Map<string, Buffer> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end === -1 || end + 22 > bytes.length) throw new RangeError("not a zip file");
  const directory = bytes.readUInt32LE(end + 16);
  const [disks, here, count] = [bytes.readUInt32LE(end + 4), bytes.readUInt16LE(end + 8), bytes.readUInt16LE(end + 10)];
  if (disks !== 0 || here !== count || count === 0xffff || bytes.readUInt32LE(end + 12) !== end - directory)
    throw new RangeError("not a zip file");
  const parts = new Map<string, Buffer>();
  let left = most;
  let at = directory;
  for (let ahead = count; ahead > 0; ahead--) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new RangeError("not a zip file");
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const nameSize = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameSize);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    if (packed.length !== size || (method !== 0 && method !== 8)) throw new RangeError("not a zip file");
    const part = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, left) });
    left -= part.length;
    if (left < 0) throw new RangeError("too large when unpacked");
    parts.set(name, part);
    at += 46 + nameSize + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (at !== end) throw new RangeError("not a zip file");
  return parts;
}
