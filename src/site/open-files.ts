/** How many files the system lets this process have open at once. Each connection is one. */
export function openFilesLimit(): number {
  const { report } = process;
  // It would ask for the name of everybody who is connected.
  Object.assign(report, { excludeNetwork: true });
  const { userLimits } = report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const limit = userLimits?.open_files?.soft;
  return typeof limit === "number" && limit > 0 ? limit : Infinity;
}

/** Of so many files, how many may be viewers: whoever reads a page, and the database, must still find one. */
export function viewersWithin(limit: number): number {
  return Math.max(limit - 2_000, Math.floor(limit * 0.8));
}
