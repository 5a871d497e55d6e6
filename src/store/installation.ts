import type { Means } from "../clock.ts";
import type { Address, Database } from "./database.ts";

/** One office's database, its data folder (0700) and the means that its use cases are handed. */
export type Installation = {
  db: Database;
  address: Address;
  data: string;
  means: Means;
  close(): Promise<void>;
};
