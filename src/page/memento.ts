/** A frozen state of a page (RFC 7089): at which address it stands, and when it came to be. */
export type Memento = { url: string; at: Date };

/** The addresses that belong together: the page itself, what negotiates by time, and the list of its states. */
export type Timed = { original: string; timegate: string; timemap: string };

export const linkFormat = "application/link-format";

/** A date of HTTP (RFC 9110, 5.6.7), in whole seconds: the only form that RFC 7089 (2.1.1) admits. */
export function httpDate(at: Date): string {
  return at.toUTCString();
}

/** What Accept-Datetime asks for; undefined for anything but such a date. */
export function readHttpDate(text: string): Date | undefined {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || httpDate(at) !== text ? undefined : at;
}

/**
 * The state that answers for an instant: the newest that was there in that second, the first for whatever was before it
 * (RFC 7089, 4.5.3), the newest where none is asked for. `mementos` ascend in time.
 */
export function chosenMemento(mementos: readonly Memento[], at: Date | undefined): Memento | undefined {
  if (at === undefined) return mementos.at(-1);
  return mementos.findLast((one) => one.at.getTime() < at.getTime() + 1_000) ?? mementos[0];
}

/** The Link header of the page as it is now (RFC 7089, 4.1.1). */
export function originalLinks({ timegate, timemap }: Timed): string {
  return [link(timegate, "timegate"), timemapLink(timemap)].join(", ");
}

/** The Link header of one state, or of the answer that leads to it: first, last, and its neighbours. */
export function mementoLinks(timed: Timed, mementos: readonly Memento[], chosen: Memento): string {
  const place = mementos.indexOf(chosen);
  const relations = new Map<Memento, string[]>();
  const relate = (relation: string, one: Memento | undefined) => {
    if (one !== undefined) relations.set(one, [...(relations.get(one) ?? []), relation]);
  };
  relate("first", mementos[0]);
  relate("last", mementos.at(-1));
  relate("prev", mementos[place - 1]);
  relate("next", mementos[place + 1]);
  if (!relations.has(chosen)) relations.set(chosen, []);
  return [
    link(timed.original, "original"),
    link(timed.timegate, "timegate"),
    timemapLink(timed.timemap, mementos),
    ...[...relations]
      .toSorted(([a], [b]) => mementos.indexOf(a) - mementos.indexOf(b))
      .map(([one, named]) => mementoLink(one, named)),
  ].join(", ");
}

/** All states of a page (RFC 7089, 5; the format is RFC 6690's). */
export function timemapOf(timed: Timed, mementos: readonly Memento[]): string {
  const lines = [
    link(timed.original, "original"),
    link(timed.timegate, "timegate"),
    timemapLink(timed.timemap, mementos, "self"),
    ...mementos.map((one, index) =>
      mementoLink(one, [...(index === 0 ? ["first"] : []), ...(index === mementos.length - 1 ? ["last"] : [])]),
    ),
  ];
  return `${lines.join(",\n")}\n`;
}

function link(url: string, relation: string, ...more: string[]): string {
  return [`<${url}>`, `rel="${relation}"`, ...more].join("; ");
}

function mementoLink({ url, at }: Memento, relations: readonly string[]): string {
  return link(url, [...relations, "memento"].join(" "), `datetime="${httpDate(at)}"`);
}

function timemapLink(url: string, mementos: readonly Memento[] = [], relation = "timemap"): string {
  const [first, last] = [mementos[0], mementos.at(-1)];
  const span =
    first === undefined || last === undefined ? [] : [`from="${httpDate(first.at)}"`, `until="${httpDate(last.at)}"`];
  return link(url, relation, `type="${linkFormat}"`, ...span);
}
