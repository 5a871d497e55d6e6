import * as Y from "yjs";
import { Fault } from "../fault.ts";

/** Of one change: a 200-page paste has some 30 000 parts, a table of 15 000 cells 60 000. */
const mostParts = 60_000;
/** Whose hands a change may bring: a browser sends its own, and what its earlier visits could not. */
const mostHands = 64;
/** Of a shared text with all that was struck from it. */
const mostPartsKept = 250_000;
const mostHandsKept = 10_000;
/** How often parts of one change may be held against parts that others wrote in the same place meanwhile. */
const mostSteps = 2_000_000;

/**
 * Throws Fault("too-large") for a change of more parts, or of more hands, than anybody writes at once, and Fault("invalid") for
 * what is no change, before any of it is unpacked: eight megabytes can name millions of parts. Reads the first encoding of
 * Yjs updates (13.6, utils/encoding.js).
 */
export function checkChangeSize(change: Uint8Array): void {
  let at = 0;
  let parts = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = change[at++];
      if (byte === undefined || scale > 2 ** 49) throw noChange();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const skip = (length: number) => {
    at += length;
    if (at > change.length) throw noChange();
  };
  const text = () => skip(number());
  const identity = () => void [number(), number()];
  const count = (more: number) => {
    parts += more;
    if (parts > mostParts) throw tooMuchAtOnce();
  };

  const hands = number();
  if (hands > mostHands) throw tooMuchAtOnce();
  for (let hand = 0; hand < hands; hand++) {
    const structs = number();
    count(structs);
    identity();
    for (let struct = 0; struct < structs; struct++) part();
  }
  for (let strikers = number(); strikers > 0; strikers--) {
    number();
    const ranges = number();
    count(ranges + 1);
    for (let range = 0; range < ranges; range++) identity();
  }

  function part(): void {
    const info = change[at++];
    if (info === undefined) throw noChange();
    const kind = info & 31;
    if (kind === 0 || kind === 10) return void number();
    if (info & 128) identity();
    if (info & 64) identity();
    if ((info & 192) === 0) {
      if (number() === 1) text();
      else identity();
      if (info & 32) text();
    }
    if (kind === 1) number();
    else if (kind === 4 || kind === 5) text();
    else if (kind === 6) {
      text();
      text();
    } else throw notText();
  }
}

/** Throws Fault("too-large") where the shared text has become more than it costs little to keep up with. */
export function checkSharedSize(doc: Y.Doc): void {
  if (doc.store.clients.size <= mostHandsKept && partsIn(doc) <= mostPartsKept) return;
  throw new Fault(
    "too-large",
    "So much was written and struck in this draft that it takes no more. Copy its text into a new draft and go on there.",
    [],
    "En este borrador se ha escrito y borrado tanto que ya no cabe más. Copie su texto a un borrador nuevo y siga allí.",
  );
}

/** Of how many parts a shared text is made, those struck included. */
export function partsIn(doc: Y.Doc): number {
  let parts = 0;
  for (const structs of doc.store.clients.values()) parts += structs.length;
  return parts;
}

/** While `apply` runs, parts written in one place at once are ordered in that document within bounds. Throws Fault("too-large") beyond them. */
export function withinSteps<T>(doc: Y.Doc, apply: () => T): T {
  stepsLeft.set(doc, mostSteps);
  try {
    return apply();
  } finally {
    stepsLeft.delete(doc);
  }
}

const stepsLeft = new WeakMap<Y.Doc, number>();

/**
 * Yjs holds a new part against all that lie between its two neighbours, one by one, and lets nobody say how many that may be:
 * some thousands of parts, put where other thousands are, occupy a machine for minutes. So its own loop (Item.integrate) is
 * walked here first, and counted.
 */
const ofYjs = Y.Item.prototype;
const integrate: (this: Y.Item, transaction: Y.Transaction, offset: number) => void = Reflect.get(ofYjs, "integrate");
ofYjs.integrate = function (this: Y.Item, transaction: Y.Transaction, offset: number): void {
  const left = stepsLeft.get(transaction.doc);
  if (left !== undefined && offset === 0) {
    const after = left - stepsOf(this, transaction.doc.store, left);
    if (after < 0) throw tooMuchAtOnce();
    stepsLeft.set(transaction.doc, after);
  }
  integrate.call(this, transaction, offset);
};

function stepsOf(item: Y.Item, store: Y.Doc["store"], most: number): number {
  const { parent } = item;
  if (!(parent instanceof Y.AbstractType) || item.parentSub !== null) return 0;
  let other = item.left === null ? parent._start : item.left.right;
  const passed = new Set<Y.Item>();
  while (other !== null && other !== item.right && passed.size <= most) {
    passed.add(other);
    const beside = sameIdentity(item.origin, other.origin);
    if (beside && other.id.client >= item.id.client && sameIdentity(item.rightOrigin, other.rightOrigin)) break;
    if (!beside && (other.origin === null || !passed.has(Y.getItem(store, other.origin)))) break;
    other = other.right;
  }
  return passed.size;
}

function sameIdentity(one: Y.ID | null, other: Y.ID | null): boolean {
  return one === other || (one !== null && other !== null && one.client === other.client && one.clock === other.clock);
}

function tooMuchAtOnce(): Fault {
  return new Fault(
    "too-large",
    "This changes more places at once than can be taken; write or paste it in parts, or attach it as a file.",
    [],
    "Esto cambia más lugares de una vez de lo que se puede recibir; escríbalo o péguelo en partes, o adjúntelo como archivo.",
  );
}

function noChange(): Fault {
  return new Fault(
    "invalid",
    "What was sent is no change of a text; load the page again.",
    [],
    "Lo que llegó no es un cambio de un texto; vuelva a cargar la página.",
  );
}

function notText(): Fault {
  return new Fault(
    "invalid",
    "What was sent holds an element that is not text, which a text of the profile cannot have; it was not taken.",
    [],
    "Lo que llegó trae un elemento que no es texto, y un texto no lo puede tener; no se guardó.",
  );
}
