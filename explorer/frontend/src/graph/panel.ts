// Who is chosen, beside the picture and without leaving it.
import type { Network } from "./network.ts";
import type { Acts } from "./outline.ts";
import type { Store } from "./state.ts";

const SHOWN = 8;

export interface PanelActs extends Acts {
  hide(id: string): void;
  centre(id: string): string;
}

export class Panel {
  readonly #box: HTMLElement;
  readonly #network: Network;
  readonly #acts: PanelActs;
  readonly #empty: string;

  constructor(box: HTMLElement, network: Network, store: Store, acts: PanelActs) {
    this.#box = box;
    this.#network = network;
    this.#acts = acts;
    this.#empty = box.innerHTML;
    store.listen((now, before) => {
      if (now.selected !== before.selected) this.show(now.selected);
    });
  }

  show(id: string | null): void {
    if (id === null || !this.#network.hasNode(id)) {
      this.#box.innerHTML = this.#empty;
      return;
    }
    const { person } = this.#network.getNodeAttributes(id);
    const heading = element("h2", "");
    const anchor = element("a", "") as HTMLAnchorElement;
    anchor.href = person.address;
    anchor.append(element("bdi", person.name || person.handle));
    heading.append(anchor);
    const handle = element("p", "");
    handle.className = "muted";
    handle.append(element("bdi", `@${person.handle}`));
    this.#box.replaceChildren(
      heading,
      handle,
      facts([
        ["Score", person.score === null ? "not enough to say" : person.score.toFixed(1)],
        ["Rank", person.rank === null ? "–" : String(person.rank)],
        ["Acted on by", person.people === null ? "–" : `${person.people} people`],
      ]),
      this.#buttons(id),
      ...this.#list(id, "Influences", "out"),
      ...this.#list(id, "Influenced by", "in"),
    );
  }

  #buttons(id: string): HTMLElement {
    const row = element("p", "");
    row.className = "actions";
    row.append(
      button("Expand", () => this.#acts.expand(id)),
      button("Hide", () => this.#acts.hide(id)),
    );
    const centre = element("a", "Centre here") as HTMLAnchorElement;
    centre.href = this.#acts.centre(id);
    centre.className = "button quiet";
    row.append(centre);
    return row;
  }

  #list(id: string, title: string, direction: "in" | "out"): HTMLElement[] {
    const found: { other: string; weight: number }[] = [];
    const note = (_arrow: string, told: { weight: number }, source: string, target: string): void => {
      found.push({ other: direction === "out" ? target : source, weight: told.weight });
    };
    if (direction === "out") this.#network.forEachOutEdge(id, note);
    else this.#network.forEachInEdge(id, note);
    found.sort((a, b) => b.weight - a.weight || (a.other < b.other ? -1 : 1));
    const list = element("ol", "");
    for (const { other, weight } of found.slice(0, SHOWN)) {
      const { person } = this.#network.getNodeAttributes(other);
      const entry = element("li", "");
      const name = element("bdi", person.name || person.handle);
      const chosen = button("", () => this.#acts.select(other));
      chosen.append(name);
      chosen.className = "link";
      const number = element("span", weight.toFixed(2));
      number.className = "muted number";
      entry.append(chosen, " ", number);
      list.append(entry);
    }
    const more = found.length > SHOWN ? `, the ${SHOWN} strongest` : "";
    const heading = element("h3", `${title} ${found.length} here${more}`);
    return found.length > 0 ? [heading, list] : [heading];
  }
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function facts(rows: readonly (readonly [string, string])[]): HTMLElement {
  const list = element("dl", "");
  list.className = "facts";
  for (const [name, value] of rows) {
    const group = element("div", "");
    group.append(element("dt", name), element("dd", value));
    list.append(group);
  }
  return list;
}
