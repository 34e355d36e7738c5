// Everything that was fetched, and who of it is in the picture for a view. A person is there
// as long as one part (the start, an expansion, a path, being added) has brought them. Pure.
import { type Arrow, type Chain, EXPANDED, type Part, type Person, type Picture } from "./data.ts";
import { coarser } from "./filters.ts";
import type { View } from "./state.ts";

export interface Missing {
  expand: string[];
  add: string[];
  path: readonly string[];
}

function times(ids: readonly string[], id: string): number {
  return ids.filter((one) => one === id).length;
}

function keyOf(view: Pick<View, "path" | "via">): string {
  return JSON.stringify([view.path, [...view.via].sort()]);
}

export class Scene {
  readonly people = new Map<string, Person>();
  readonly arrows = new Map<string, Arrow>();
  step = 0;
  #start: string[] = [];
  readonly #expansions = new Map<string, Part>();
  readonly #paths = new Map<string, { people: string[]; chains: Chain[] }>();

  /** Takes in what was asked for with `view`. */
  learn(picture: Picture, view: Pick<View, "expand" | "path" | "via">): void {
    for (const person of picture.people) this.people.set(person.id, person);
    this.#coarsen(picture.step);
    for (const arrow of picture.arrows) this.arrows.set(`${arrow.influencer}\n${arrow.influenced}`, arrow);
    for (const part of picture.parts) {
      if (part.kind === "start" && part.people.length > 0) this.#start = part.people;
      if (part.kind === "expand") this.#expanded(part, times(view.expand, part.of));
      if (part.kind === "path") this.#paths.set(keyOf(view), { people: part.people, chains: picture.paths });
    }
  }

  /** Somebody expanded `many` times; fewer times brought the first of the same people. */
  #expanded(part: Part, many: number): void {
    for (let i = 1; i <= many; i++) {
      this.#expansions.set(`${part.of}\n${i}`, { ...part, people: part.people.slice(0, i * EXPANDED) });
    }
  }

  /** What spans more time than before is told in longer steps; all that is known follows. */
  #coarsen(step: number): void {
    if (step <= this.step) return;
    if (this.step > 0) {
      for (const [key, arrow] of this.arrows) {
        this.arrows.set(key, { ...arrow, moments: coarser(arrow.moments, this.step, step) });
      }
    }
    this.step = step;
  }

  /** Who is in the picture, each once, in the order of the parts. */
  present(view: View): string[] {
    const ids = new Set(this.#start);
    for (const id of new Set(view.expand)) {
      for (const one of this.expansion(view, id)?.people ?? []) ids.add(one);
    }
    for (const id of view.add) ids.add(id);
    for (const id of this.#paths.get(keyOf(view))?.people ?? []) ids.add(id);
    return [...ids].filter((id) => this.people.has(id));
  }

  /** What must be fetched before the view can be shown. */
  missing(view: View): Missing | null {
    const expand = view.expand.filter((id) => !this.expansion(view, id));
    const add = view.add.filter((id) => !this.people.has(id));
    const path = view.path.length === 2 && !this.#paths.has(keyOf(view)) ? view.path : [];
    return expand.length + add.length + path.length > 0 ? { expand, add, path } : null;
  }

  expansion(view: Pick<View, "expand">, id: string): Part | undefined {
    return this.#expansions.get(`${id}\n${times(view.expand, id)}`);
  }

  /** The chains that were found for the path of the view. */
  chains(view: Pick<View, "path" | "via">): Chain[] {
    return this.#paths.get(keyOf(view))?.chains ?? [];
  }

  /** The arrows of the first chain, as "influencer\ninfluenced". */
  pathArrows(view: Pick<View, "path" | "via">): Set<string> {
    const people = this.chains(view)[0]?.people ?? [];
    return new Set(people.slice(1).map((id, place) => `${people[place]}\n${id}`));
  }
}
