import { readHex } from "@voceria/record";
import { Fault } from "../fault.ts";
import { readOrigin } from "../recorder/found.ts";
import { foundRealRecord } from "../recorder/found-real.ts";
import { signNow } from "../recorder/sequence.ts";
import { foundPack } from "../register/found-pack.ts";
import { findOffice } from "../register/office.ts";
import { command } from "./command.ts";
import { packFolder } from "./pack-folder.ts";

export const init = command({
  name: "init",
  summary: "found the real record, under its permanent name",
  help: `
A first start founds a trial record, marked as such on every page. This founds the real one. NAME is the log's permanent
name: it stands in every proof for ever and never changes with the site's address, so take a domain of the office's and
a path, without a scheme. The trial is set aside, not deleted; its key and lock go with it.
--recovery-key-hash is the SHA-256, in hexadecimal, of a recovery key that another body holds offline.
Stop the server first. If this is interrupted, say it again.

  voceria init --origin voceria.gob.example/libro
  voceria init --origin voceria.gob.example/libro --pack blank`,
  flags: {
    origin: { kind: "text", value: "NAME", says: "the log's permanent name" },
    "recovery-key-hash": { kind: "text", value: "HEX", says: "SHA-256 of the recovery key held elsewhere" },
  },
  settings: ["data", "pack", "lock", "database-url"],
  async run({ flags, out, config, open }) {
    if (flags.origin === undefined) throw new Fault("usage", "init needs --origin NAME, the log's permanent name.");
    const origin = readOrigin(flags.origin);
    const recoveryKeyHash = readRecoveryKeyHash(flags["recovery-key-hash"]);
    const pack = packFolder(config.pack);
    const installation = await open();
    const record = await foundRealRecord(installation, { origin, recoveryKeyHash, lock: config.lock }, async () => {
      if ((await findOffice(installation.db)) === undefined) await foundPack(installation, pack);
      await signNow(installation, { lock: config.lock });
    });
    out.print(`The record ${record.origin} is founded.`);
    out.print(`Its key: ${record.verifierKey}`);
    out.print(
      "Publish that line where it does not depend on this server: the official gazette, witnesses' sites, DNS.",
    );
    out.print(
      `Keep ${installation.data}/keys safe and apart from backups of the database; never put the lock into a backup.`,
    );
    out.json({ origin: record.origin, verifierKey: record.verifierKey, foundedAt: record.foundedAt });
    return 0;
  },
});

function readRecoveryKeyHash(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new Fault("usage", "--recovery-key-hash takes a SHA-256 in 64 hexadecimal digits, in lower case.");
  return readHex(text, "--recovery-key-hash");
}
