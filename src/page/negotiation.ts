export type Encoding = "identity" | "br" | "gzip";

/** Brotli before gzip where neither is refused by `q=0` (RFC 9110, 12.5.3). */
export function readEncodings(header: string): Encoding[] {
  const weights = new Map(
    header.split(",").map((part) => {
      const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0] as const;
    }),
  );
  const wanted = (["br", "gzip"] as const).filter((name) => (weights.get(name) ?? weights.get("*") ?? 0) > 0);
  return [...wanted, "identity"];
}

/** Weak comparison of a list of validators, as If-None-Match asks (RFC 9110, 13.1.2). */
export function matches(condition: string, etag: string): boolean {
  if (condition === etag || condition.trim() === "*") return true;
  return condition.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}
