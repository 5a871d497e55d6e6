/** What was read on this phone and has not reached the office: numbers alone, of one officer each. It outlives the session. */
export type PhoneReading = { officer: number; line: number; version: number; at: string };

const place = "voceria-brief-readings";
/** For a browser that keeps nothing: as long as the page is open. */
let held: PhoneReading[] = [];

export function keptReadings(): PhoneReading[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return [...(Array.isArray(kept) ? (kept as PhoneReading[]) : []), ...held];
  } catch {
    return held;
  }
}

export function writeReadings(readings: readonly PhoneReading[]): void {
  try {
    localStorage.setItem(place, JSON.stringify(readings.slice(-500)));
    held = [];
  } catch {
    held = [...readings];
  }
}
