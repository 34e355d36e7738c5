// Which arrows a view shows, and how acts lie in time. Pure.
import { KINDS, type Arrow, type Moment } from "./data.ts";
import type { View } from "./state.ts";

type Looked = Pick<Arrow, "weight" | "moments">;
type Sieve = Pick<View, "kinds" | "from" | "to" | "least">;

/** Whether the arrows are thinned out at all. */
export function thinned(view: Sieve): boolean {
  return view.least > 0 || view.from !== null || view.to !== null || view.kinds.length > 0;
}

/** The places of the kinds that are shown. */
function kindsOf(view: Sieve): Set<number> {
  const places = view.kinds.map((kind) => KINDS.indexOf(kind as (typeof KINDS)[number]));
  return new Set(places.length > 0 ? places : KINDS.keys());
}

/** An arrow stays when it is strong enough and one act behind it is of a chosen kind in time. */
export function sieve(view: Sieve, step: number): (arrow: Looked) => boolean {
  const kinds = kindsOf(view);
  const { from, to, least } = view;
  const timed = from !== null || to !== null;
  if (kinds.size === KINDS.length && !timed) return (arrow) => arrow.weight >= least;
  const within = (moment: number | null): boolean => {
    if (moment === null) return !timed;
    const at = moment * step;
    return (from === null || at + step > from) && (to === null || at <= to);
  };
  return (arrow) =>
    arrow.weight >= least && arrow.moments.some(([kind, moment]) => kinds.has(kind) && within(moment));
}

/** Moments counted in steps of `from` seconds, counted in longer ones of `to`. */
export function coarser(moments: readonly Moment[], from: number, to: number): Moment[] {
  const counts = new Map<string, Moment>();
  for (const [kind, moment, count] of moments) {
    const at = moment === null ? null : Math.floor((moment * from) / to);
    counts.set(`${kind} ${at}`, [kind, at, (counts.get(`${kind} ${at}`)?.[2] ?? 0) + count]);
  }
  return [...counts.values()];
}

export interface Histogram {
  /** The first step, counted from 1970. */
  first: number;
  counts: number[];
}

/** How many acts of the chosen kinds fall into each step; null where nothing has a moment. */
export function histogram(arrows: Iterable<Looked>, view: Sieve): Histogram | null {
  const kinds = kindsOf(view);
  const counts = new Map<number, number>();
  // Kinds that are not shown widen the range all the same: the slider stays as it is.
  for (const { moments } of arrows) {
    for (const [kind, moment, count] of moments) {
      if (moment !== null) counts.set(moment, (counts.get(moment) ?? 0) + (kinds.has(kind) ? count : 0));
    }
  }
  if (counts.size === 0) return null;
  // Not Math.min(...steps): that many arguments a function may not have.
  let [first, last] = [Infinity, -Infinity];
  for (const step of counts.keys()) [first, last] = [Math.min(first, step), Math.max(last, step)];
  return { first, counts: Array.from({ length: last - first + 1 }, (_, place) => counts.get(first + place) ?? 0) };
}

/** The same in at most `most` bars of equal width. */
export function bars({ counts }: Histogram, most: number): number[] {
  const width = Math.ceil(counts.length / most);
  const made: number[] = [];
  for (let place = 0; place < counts.length; place += width) {
    made.push(counts.slice(place, place + width).reduce((sum, one) => sum + one, 0));
  }
  return made;
}
