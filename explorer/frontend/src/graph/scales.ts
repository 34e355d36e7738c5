// How large a circle is and what colour it has: by a measure, or by community. Pure.
import type { Community, Person } from "./data.ts";

const LEAST = 4;
const REACH = 13;
export const CLASSES = 5;

/** One row of the legend: a colour, what it says, and who has it. */
export interface Group {
  key: string;
  /** "community-3", "ramp-2" or "other": for the palette and for the style sheet. */
  swatch: string;
  label: string;
  ids: string[];
}

type Valued = Pick<Person, "id" | "values">;

/** The radius of each person by a measure: area grows with the value, score with its square. */
export function radiusBy(people: readonly Valued[], measure: string): (person: Valued) => number {
  const named = people.some((one) => (one.values[measure] ?? null) !== null) ? measure : "people";
  if (named === "score") {
    return ({ values }) => LEAST + REACH * (Math.max(values["score"] ?? 0, 0) / 100) ** 2;
  }
  const largest = Math.max(...people.map((one) => one.values[named] ?? 0), 0);
  return ({ values }) => LEAST + (largest > 0 ? REACH * Math.sqrt(Math.max(values[named] ?? 0, 0) / largest) : 0);
}

/** The lower ends of classes with about as many people each; fewer where values repeat. */
export function classesOf(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const ends = Array.from({ length: CLASSES }, (_, place) => sorted[Math.floor((place * sorted.length) / CLASSES)]);
  return [...new Set(ends.filter((one) => one !== undefined))];
}

function told(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en");
  return Math.abs(value) >= 0.01 ? value.toLocaleString("en", { maximumFractionDigits: 2 }) : value.toPrecision(2);
}

export function groupsBy(
  people: readonly Pick<Person, "id" | "values" | "community">[],
  color: string,
  communities: readonly Community[],
): Group[] {
  return color === "community" ? byCommunity(people, communities) : byMeasure(people, color);
}

function byCommunity(people: readonly Pick<Person, "id" | "community">[], communities: readonly Community[]): Group[] {
  const groups = communities.map(({ place, around }) => ({
    key: `community:${place}`,
    swatch: `community-${place}`,
    label: around ? `${place + 1} · around ${around}` : String(place + 1),
    ids: people.filter((one) => one.community === place).map((one) => one.id),
  }));
  const known = new Set(communities.map((one) => one.place));
  const rest = people.filter((one) => one.community === null || !known.has(one.community));
  const others = { key: "community:other", swatch: "community-other", label: "smaller communities", ids: rest.map((one) => one.id) };
  return [...groups, others].filter((group) => group.ids.length > 0);
}

function byMeasure(people: readonly Valued[], measure: string): Group[] {
  const known = people.filter((one) => (one.values[measure] ?? null) !== null);
  const ends = classesOf(known.map((one) => one.values[measure] as number));
  const groups: Group[] = ends.map((end, place) => ({
    key: `${measure}:${place}`,
    swatch: `ramp-${CLASSES - ends.length + place}`,
    label: place === ends.length - 1 ? `${told(end)} and more` : `${told(end)} to ${told(ends[place + 1] as number)}`,
    ids: [],
  }));
  for (const one of known) {
    const value = one.values[measure] as number;
    groups[ends.filter((end) => end <= value).length - 1]?.ids.push(one.id);
  }
  groups.reverse();
  const rest = people.filter((one) => (one.values[measure] ?? null) === null).map((one) => one.id);
  groups.push({ key: `${measure}:none`, swatch: "community-other", label: "not known", ids: rest });
  return groups.filter((group) => group.ids.length > 0);
}

export type Points = readonly (readonly [number, number])[];

/** Whether a point lies within a polygon: a ray from it crosses the edge an odd number of times. */
export function inside(polygon: Points, x: number, y: number): boolean {
  let within = false;
  polygon.forEach(([ax, ay], place) => {
    const [bx, by] = polygon[(place + polygon.length - 1) % polygon.length] as readonly [number, number];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  });
  return within;
}
