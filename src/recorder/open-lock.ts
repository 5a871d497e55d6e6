import { openDatabaseLock } from "./lock-database.ts";
import { openFileLock } from "./lock-file.ts";
import type { CheckpointLock } from "./lock.ts";

/** The lock at `place`: a postgres:// address or a file; by default record.lock in the data folder. */
export function openLock({ data, place }: { data: string; place?: string | undefined }): CheckpointLock {
  if (place !== undefined && /^postgres(ql)?:/.test(place)) return openDatabaseLock({ connectionString: place });
  return openFileLock(place ?? `${data}/record.lock`);
}
