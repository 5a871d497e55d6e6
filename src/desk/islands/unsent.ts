/**
 * What was typed and has not reached the office, kept by the browser until it has: through a closed tab, a dead battery, a
 * session that ended. Nothing else of a draft is kept on a device.
 */
export type Unsent = {
  keep: (change: Uint8Array) => Promise<number | undefined>;
  forget: (keys: readonly number[]) => Promise<void>;
  read: () => Promise<{ key: number; change: Uint8Array }[]>;
};

type Row = { place: string; change: Uint8Array };
const store = "unsent";

/** Of one officer in one draft: a colleague at the same machine neither sees nor sends it. */
export function openUnsent(draft: string, officer: string): Unsent {
  const place = `${officer}/${draft}`;
  const opening = open();
  const act = async <T>(mode: IDBTransactionMode, work: (rows: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const database = await opening;
    return promised(work(database.transaction(store, mode, { durability: "strict" }).objectStore(store)));
  };
  return {
    keep: async (change) => {
      try {
        return Number(await act("readwrite", (rows) => rows.add({ place, change } satisfies Row)));
      } catch {
        // A browser that keeps nothing (a private window) still sends it; leaving the page is then asked about.
        return undefined;
      }
    },
    forget: async (keys) => {
      try {
        for (const key of keys) await act("readwrite", (rows) => rows.delete(key));
      } catch {
        // It is sent again at the next visit, and changes nothing then.
      }
    },
    read: async () => {
      try {
        const keys = await act("readonly", (rows) => rows.index("place").getAllKeys(place));
        const rows = await act<Row[]>("readonly", (all) => all.index("place").getAll(place));
        return rows.map(({ change }, at) => ({ key: Number(keys[at]), change }));
      } catch {
        return [];
      }
    },
  };
}

function open(): Promise<IDBDatabase> {
  const asked = indexedDB.open("voceria-desk", 1);
  asked.addEventListener("upgradeneeded", () => {
    asked.result.createObjectStore(store, { autoIncrement: true }).createIndex("place", "place");
  });
  const opened = promised(asked);
  opened.catch(() => undefined);
  return opened;
}

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("the browser keeps nothing")));
  });
}
