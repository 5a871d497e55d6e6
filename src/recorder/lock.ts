/**
 * The newest signed checkpoint, kept apart from the database and never part of a backup: whoever restores an
 * older database cannot sign a second branch, since the lock has moved on. `name` tells a person where it is.
 */
export interface CheckpointLock {
  readonly name: string;
  /** Which lock this is; the record names the one that it is signed under. Undefined where there is none. */
  id(): Promise<string | undefined>;
  /** The note verbatim; undefined when there is none: never founded here, or lost. */
  read(): Promise<string | undefined>;
  /** When this returns, the lock exists, under that id, with that note. Fault("unsafe") when another is there. */
  create(id: string, note: string): Promise<void>;
  /** Compare and swap: durable when it returns; Fault("unsafe") and unchanged when the lock is not `from`. */
  advance(from: string | undefined, to: string): Promise<void>;
  /** When this returns, there is no lock, and what there was is kept under `label`. Called again, it does nothing. */
  setAside(label: string): Promise<void>;
  close(): Promise<void>;
}
