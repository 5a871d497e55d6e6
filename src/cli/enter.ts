import { linkFromConsole } from "../access/enter.ts";
import { linkPath } from "../access/links.ts";
import { readOwner } from "../store/owner.ts";
import { command } from "./command.ts";

export const enter = command({
  name: "enter",
  summary: "print a fresh one-time link into the desk",
  help: `
Whoever may run this on the machine may enter the desk: as its first administrator while there is none, as the only
administrator, or as the officer of --as. The link works once, within the hour, and stands on the trail.

  voceria enter
  voceria enter --as ana.soto@example.cl`,
  flags: { as: { kind: "text", value: "EMAIL", says: "the officer whose link it is, by their mail address" } },
  async run({ flags, out, config, open }) {
    const installation = await open();
    const { token, officer } = await linkFromConsole(installation.db, flags.as, installation.means);
    const owner = await readOwner(installation.data);
    const site = config.url ?? owner?.url ?? `http://${config.host}:${config.port}`;
    const url = site + linkPath(token);
    out.print(url);
    out.note(
      `It lets in ${officer === undefined ? "whoever becomes the first administrator" : `${officer.name} (${officer.email})`}, once, within an hour.`,
    );
    if (owner === undefined && config.databaseUrl === undefined)
      out.note('No server runs on this data now; the link works once "voceria start" serves it.');
    out.json({ url, officer: officer === undefined ? null : { name: officer.name, email: officer.email } });
    return 0;
  },
});
