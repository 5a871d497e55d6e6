import makeCode from "qrcode-generator";

/** Modules of white that scanners need around a code (ISO/IEC 18004). */
const quiet = 4;

/**
 * A text as a QR code in SVG, black on white with its margin, `side` user units wide where it is to be drawn to a size. Its error
 * correction (M) mends a seventh of it: it survives a screenshot and being sent on. In UTF-8.
 */
export function qrSvg(text: string, side?: number): string {
  const code = makeCode(0, "M");
  // The library takes a byte from each character.
  code.addData(Buffer.from(text).toString("latin1"));
  code.make();
  const count = code.getModuleCount();
  const path = Array.from({ length: count }, (_, row) => rowOf(code, row, count)).join("");
  const across = count + 2 * quiet;
  const size = side === undefined ? "" : ` width="${side}" height="${side}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${across} ${across}"${size} shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${across}v${across}H0z"/><path d="${path}"/></svg>`
  );
}

/** The dark modules of a row, each run of them one rectangle. */
function rowOf(code: ReturnType<typeof makeCode>, row: number, count: number): string {
  let path = "";
  for (let from = 0; from < count; from++) {
    if (!code.isDark(row, from)) continue;
    let to = from;
    while (to < count && code.isDark(row, to)) to++;
    path += `M${from + quiet} ${row + quiet}h${to - from}v1H${from + quiet}z`;
    from = to;
  }
  return path;
}
