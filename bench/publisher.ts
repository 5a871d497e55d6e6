// `node publisher.ts DATA N`: publishes N statements a second into a served installation until told to stop, and prints the number
// of each once it has committed. A process of its own, so that the server measured does nothing else.
import { readConfig } from "../src/config.ts";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import { openInstallation } from "../src/store/installation.ts";

const [data = "", perSecond = "10"] = process.argv.slice(2);
const installation = await openInstallation(readConfig({ data }), { serve: false });
const told = new AbortController();
process.on("SIGTERM", () => told.abort());

for (let count = 1; !told.signal.aborted; count++) {
  const next = performance.now() + 1000 / Number(perSecond);
  const { number } = await publishStatement(
    installation.db,
    { title: `Aviso ${count}`, kind: "comunicado", language: "es-CL", topics: [], body: `Texto del aviso ${count}.` },
    { by: "bench", urgent: { reason: "Measured." } },
    installation.means,
  );
  console.log(number);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
}
await installation.close();
