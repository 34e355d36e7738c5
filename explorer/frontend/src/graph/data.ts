// What /graph.json answers, read into objects. Rows travel as arrays: a third of the size.

/** How many more people an expansion brings, as the site has it. */
export const EXPANDED = 25;

export interface Person {
  id: string;
  handle: string;
  name: string;
  network: string;
  rank: number | null;
  community: number | null;
  address: string;
  /** For a circle that stands for many people: where they are shown. */
  opens: string | null;
  /** Where the newest run has put them, in a large network. */
  x: number | null;
  y: number | null;
  /** By the name of the measure. */
  values: Readonly<Record<string, number | null>>;
}

/** The place of the kind among KINDS, the moment in steps since 1970, and how many acts. */
export type Moment = readonly [number, number | null, number];

export interface Arrow {
  influencer: string;
  influenced: string;
  weight: number;
  acts: number;
  moments: readonly Moment[];
}

export interface Community {
  place: number;
  people: number;
  around: string;
}

export interface Part {
  kind: "start" | "expand" | "add" | "path";
  of: string;
  people: string[];
  all: number | null;
}

export interface Chain {
  people: string[];
  weights: number[];
  weakest: number;
}

export interface Picture {
  people: Person[];
  arrows: Arrow[];
  communities: Community[];
  parts: Part[];
  paths: Chain[];
  step: number;
  truncated: boolean;
  /** Whether there are more arrows among them, with less weight. */
  arrows_truncated: boolean;
}

/** In the order in which the server numbers them. */
export const KINDS = ["repost", "quote", "reply", "mention", "like", "adopt"] as const;

type Cell = string | number | null | readonly Moment[];

interface Table {
  columns: string[];
  rows: Cell[][];
}

export interface Answer {
  nodes: Table;
  arrows: Table;
  communities: Table;
  parts: Part[];
  paths: Chain[];
  step: number;
  truncated: boolean;
  arrows_truncated: boolean;
}

const PLAIN = 10;

function objects<Shape>(table: Table): Shape[] {
  return table.rows.map(
    (row) => Object.fromEntries(table.columns.map((name, place) => [name, row[place]])) as Shape,
  );
}

function peopleFrom(table: Table): Person[] {
  const measures = table.columns.slice(PLAIN);
  return table.rows.map((row) => {
    const plain = table.columns.slice(0, PLAIN).map((name, place) => [name, row[place]]);
    const values = Object.fromEntries(measures.map((name, place) => [name, row[PLAIN + place]]));
    return { ...Object.fromEntries(plain), values } as Person;
  });
}

export function pictureFrom(answer: Answer): Picture {
  return {
    people: peopleFrom(answer.nodes),
    arrows: objects<Arrow>(answer.arrows),
    communities: objects<Community>(answer.communities),
    parts: answer.parts,
    paths: answer.paths,
    step: answer.step,
    truncated: answer.truncated,
    arrows_truncated: answer.arrows_truncated,
  };
}

/** What an address answers as JSON, to what is `sent` if anything; an error tells what the site said. */
export async function asked<Told>(address: string, signal?: AbortSignal, sent?: object): Promise<Told> {
  const response = await fetch(address, {
    headers: { Accept: "application/json", ...(sent ? { "Content-Type": "application/json" } : {}) },
    ...(sent ? { method: "POST", body: JSON.stringify(sent) } : {}),
    ...(signal ? { signal } : {}),
  });
  const told = (await response.json()) as Told & { detail?: string };
  if (!response.ok) throw new Error(told.detail ?? `the site answered ${response.status}`);
  return told;
}

export async function fetched(address: string, sent?: object): Promise<Picture> {
  return pictureFrom(await asked<Answer>(address, undefined, sent));
}

export interface More {
  topic: string;
  step: number;
  expand?: readonly string[];
  add?: readonly string[];
  path?: readonly string[];
  via?: readonly string[];
  also: readonly string[];
}

/**
 * What asks for more people, and for the arrows among them and all who are shown. It is sent, since
 * those may be more than an address holds.
 */
export function moreOf({ via, ...more }: More): Record<string, unknown> {
  const told = Object.entries(more).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value !== 0));
  return { limit: 0, ...Object.fromEntries(told), ...(via && via.length > 0 ? { via: via.join(",") } : {}) };
}
