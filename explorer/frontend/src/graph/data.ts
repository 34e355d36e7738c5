// What /graph.json answers, read into objects. Rows travel as arrays: a third of the size.

export interface Person {
  id: string;
  handle: string;
  name: string;
  score: number | null;
  rank: number | null;
  people: number | null;
  community: number | null;
  address: string;
}

export interface Arrow {
  influencer: string;
  influenced: string;
  weight: number;
  acts: number;
}

export interface Community {
  place: number;
  people: number;
  around: string;
}

export interface Picture {
  people: Person[];
  arrows: Arrow[];
  communities: Community[];
  truncated: boolean;
}

type Row = (string | number | null)[];

interface Table {
  columns: string[];
  rows: Row[];
}

interface Answer {
  nodes: Table;
  arrows: Table;
  communities: Table;
  truncated: boolean;
}

function objects<Shape>(table: Table): Shape[] {
  return table.rows.map(
    (row) => Object.fromEntries(table.columns.map((name, place) => [name, row[place]])) as Shape,
  );
}

export function pictureFrom(answer: Answer): Picture {
  return {
    people: objects<Person>(answer.nodes),
    arrows: objects<Arrow>(answer.arrows),
    communities: objects<Community>(answer.communities),
    truncated: answer.truncated,
  };
}

export async function fetched(address: string): Promise<Picture> {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  const told = (await response.json()) as Answer & { detail?: string };
  if (!response.ok) throw new Error(told.detail ?? `the site answered ${response.status}`);
  return pictureFrom(told);
}

/** Where the people around one person are, and the arrows among them and all who are shown. */
export function neighbourhood(
  source: string,
  asked: { focus: string; topic: string; limit: number; also: readonly string[] },
): string {
  const query = new URLSearchParams({
    focus: asked.focus,
    topic: asked.topic,
    limit: String(asked.limit),
    also: JSON.stringify(asked.also),
  });
  return `${source}?${query}`;
}
