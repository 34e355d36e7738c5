// Who or what is chosen, beside the picture and without leaving it.
import { arrowFace, type Card } from "./card.ts";
import { EXPANDED, asked } from "./data.ts";
import { button, element, facts, link, name, number } from "./dom.ts";
import type { Network } from "./network.ts";
import type { Scene } from "./scene.ts";
import { selectionFace, type SelectionActs } from "./selection.ts";
import type { Store } from "./state.ts";

const SHOWN = 8;

export interface PanelActs extends SelectionActs {
  select(id: string): void;
  expand(id: string): void;
  collapse(id: string): void;
  hide(id: string): void;
  pin(id: string): void;
  pick(id: string): void;
  arrow(influencer: string, influenced: string): void;
  closeArrow(): void;
  pathEnd(id: string, end: 0 | 1): void;
  centre(id: string): string;
}

interface Counts {
  all: number;
  influencers: number;
  influenced: number;
}

export class Panel {
  readonly #box: HTMLElement;
  readonly #network: Network;
  readonly #scene: Scene;
  readonly #store: Store;
  readonly #acts: PanelActs;
  readonly #topic: string;
  readonly #empty: Node[];
  readonly #counts = new Map<string, Counts>();
  readonly #cards = new Map<string, Card>();
  #request = new AbortController();

  constructor(box: HTMLElement, network: Network, scene: Scene, store: Store, acts: PanelActs) {
    this.#box = box;
    this.#network = network;
    this.#scene = scene;
    this.#store = store;
    this.#acts = acts;
    this.#topic = box.dataset["topic"] ?? "*";
    this.#empty = [...box.childNodes];
  }

  show(): void {
    const { chosen, arrow, picked } = this.#store.now;
    const focused = (document.activeElement as HTMLElement | null)?.dataset["act"];
    const had = focused !== undefined && this.#box.contains(document.activeElement);
    const [influencer, influenced] = arrow;
    const selection = picked.length > 0 ? selectionFace(this.#box, picked, this.#network, this.#acts) : [];
    if (influencer !== undefined && influenced !== undefined) {
      this.#box.replaceChildren(...selection, ...this.#arrow(influencer, influenced));
    } else if (chosen !== null && this.#network.hasNode(chosen)) {
      this.#box.replaceChildren(...selection, ...this.#person(chosen));
    } else {
      this.#box.replaceChildren(...selection, ...(picked.length > 0 ? [] : this.#empty));
    }
    if (had) (this.#box.querySelector<HTMLElement>(`[data-act="${CSS.escape(focused)}"]`) ?? this.#box).focus();
  }

  #person(id: string): Node[] {
    const { person } = this.#network.getNodeAttributes(id);
    const heading = element("h2");
    const anchor = link("", person.address);
    anchor.append(name(person.name || person.handle));
    heading.append(anchor);
    if (person.opens !== null) {
      return [heading, facts([["People", number(person.values["people"], 0)]]), link("Open this community", person.opens, "button")];
    }
    const handle = element("p", "", "muted");
    handle.append(name(`@${person.handle}`));
    const counts = this.#counts.get(id);
    if (!counts) void this.#count(id, person.address);
    return [
      heading,
      handle,
      facts([
        ["Score", person.values["score"] == null ? "not enough to say" : person.values["score"].toFixed(1)],
        ["Rank", number(person.rank, 0)],
        ["Acted on by", number(person.values["people"], 0)],
        ["Influences", counts ? number(counts.influenced, 0) : "…"],
        ["Influenced by", counts ? number(counts.influencers, 0) : "…"],
      ]),
      this.#expanding(id, counts),
      this.#buttons(id),
      ...this.#list(id, "Influences", "out"),
      ...this.#list(id, "Influenced by", "in"),
      link("Influence flower", `${person.address}/flower?${new URLSearchParams({ topic: this.#topic })}`, "small"),
    ];
  }

  /** How many more there are, before anybody asks for them; and the way back. */
  #expanding(id: string, counts: Counts | undefined): HTMLElement {
    const row = element("p", "", "actions");
    const times = this.#store.now.expand.filter((one) => one === id).length;
    const here = this.#network.neighbors(id).length;
    const more = counts ? Math.min(EXPANDED, Math.max(0, counts.all - EXPANDED * times)) : EXPANDED;
    const words = !counts ? "Expand" : more === 0 ? "All are here" : `Expand: ${times > 0 ? "next " : ""}${more} of ${counts.all}`;
    const expand = button(words, () => this.#acts.expand(id));
    expand.dataset["act"] = "expand";
    expand.disabled = counts !== undefined && (more === 0 || here >= counts.all);
    if (counts && here >= counts.all) expand.textContent = "All are here";
    row.append(expand);
    if (times > 0) row.append(this.#act("Collapse", "collapse", () => this.#acts.collapse(id)));
    return row;
  }

  #buttons(id: string): HTMLElement {
    const row = element("p", "", "actions");
    const { pin, picked } = this.#store.now;
    const pinned = id in pin;
    row.append(
      this.#act("Hide", "hide", () => this.#acts.hide(id)),
      this.#act(pinned ? "Unpin" : "Pin", "pin", () => this.#acts.pin(id)),
      this.#act(picked.includes(id) ? "Let go" : "Pick", "pick", () => this.#acts.pick(id)),
      this.#act("Path from here", "from", () => this.#acts.pathEnd(id, 0)),
      this.#act("Path to here", "to", () => this.#acts.pathEnd(id, 1)),
      link("Centre here", this.#acts.centre(id), "button quiet"),
    );
    return row;
  }

  #act(text: string, act: string, run: () => void): HTMLButtonElement {
    const made = button(text, run);
    made.dataset["act"] = act;
    return made;
  }

  #list(id: string, title: string, direction: "in" | "out"): HTMLElement[] {
    const found: { other: string; weight: number }[] = [];
    const note = (_arrow: string, told: { weight: number }, source: string, target: string): void => {
      found.push({ other: direction === "out" ? target : source, weight: told.weight });
    };
    if (direction === "out") this.#network.forEachOutEdge(id, note);
    else this.#network.forEachInEdge(id, note);
    found.sort((a, b) => b.weight - a.weight || (a.other < b.other ? -1 : 1));
    const list = element("ol");
    for (const { other, weight } of found.slice(0, SHOWN)) {
      const { person } = this.#network.getNodeAttributes(other);
      const who = button("", () => this.#acts.select(other), "link");
      who.append(name(person.name || person.handle));
      const ends: [string, string] = direction === "out" ? [id, other] : [other, id];
      const why = button(weight.toFixed(2), () => this.#acts.arrow(...ends), "link number");
      why.setAttribute("aria-label", `What is behind the arrow, ${weight.toFixed(2)}`);
      const entry = element("li");
      entry.append(who, " ", why);
      list.append(entry);
    }
    const more = found.length > SHOWN ? `, the ${SHOWN} strongest` : "";
    const heading = element("h3", `${title} ${found.length} here${more}`);
    return found.length > 0 ? [heading, list] : [heading];
  }

  #arrow(influencer: string, influenced: string): Node[] {
    const key = `${influencer}\n${influenced}`;
    const back = this.#act("← Back", "back", () => this.#acts.closeArrow());
    const card = this.#cards.get(key);
    if (card) return [back, ...arrowFace(card, this.#topic)];
    void this.#read(key, { influencer, influenced, topic: this.#topic });
    const of = (id: string): string => this.#scene.people.get(id)?.name ?? id;
    return [back, element("h2", `${of(influencer)} → ${of(influenced)}`), element("p", "Fetching…", "muted")];
  }

  async #count(id: string, address: string): Promise<void> {
    const query = new URLSearchParams({ topic: this.#topic, limit: "1" });
    const told = await this.#fetched<{ columns: string[]; rows: Counts[] }>(`${address}/flower.json?${query}`);
    if (told === null) return;
    this.#counts.set(id, told.rows[0] ?? { all: 0, influencers: 0, influenced: 0 });
    if (this.#store.now.chosen === id) this.show();
  }

  async #read(key: string, ends: Record<string, string>): Promise<void> {
    const told = await this.#fetched<{ rows: Card[]; newest: Card["newest"] }>(`/graph/arrow.json?${new URLSearchParams(ends)}`);
    const row = told?.rows[0];
    if (!told || !row) return;
    this.#cards.set(key, { ...row, newest: told.newest });
    if (this.#store.now.arrow.join("\n") === key) this.show();
  }

  /** Null when something else was chosen meanwhile, or nothing could be had. */
  async #fetched<Told>(address: string): Promise<Told | null> {
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    try {
      return await asked<Told>(address, signal);
    } catch (error) {
      if (!signal.aborted) this.#box.append(element("p", `That could not be had: ${(error as Error).message}`, "small muted"));
      return null;
    }
  }
}
