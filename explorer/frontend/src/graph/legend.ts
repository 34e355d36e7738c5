// What the colours mean. A community's row shows that community alone; again, and all are back.
import type { Community } from "./data.ts";
import type { Network } from "./network.ts";
import type { Store } from "./state.ts";

export class Legend {
  readonly #list: HTMLElement;
  readonly #network: Network;
  readonly #store: Store;
  #communities: readonly Community[] = [];

  constructor(list: HTMLElement, network: Network, store: Store) {
    this.#list = list;
    this.#network = network;
    this.#store = store;
    store.listen((now, before) => now.community !== before.community && this.show(this.#communities));
  }

  show(communities: readonly Community[]): void {
    this.#communities = communities;
    const counts = new Map<number | null, number>();
    this.#network.forEachNode((_id, told) => {
      const community = told.person.community;
      counts.set(community, (counts.get(community) ?? 0) + 1);
    });
    const rows = communities
      .filter((one) => counts.has(one.place))
      .map((one) => this.#row(one.place, one.around, counts.get(one.place) ?? 0));
    const others = counts.get(null);
    if (others) rows.push(this.#row(null, "smaller communities", others));
    this.#list.replaceChildren(...rows);
  }

  #row(place: number | null, words: string, count: number): HTMLElement {
    const row = document.createElement("li");
    const chosen = this.#store.now.community === place;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "legend-row";
    button.setAttribute("aria-pressed", String(chosen));
    const swatch = document.createElement("span");
    swatch.className = `swatch community-${place ?? "other"}`;
    const name = document.createElement("bdi");
    name.textContent = place === null ? words : `${place + 1} · around ${words}`;
    const number = document.createElement("span");
    number.className = "muted number";
    number.textContent = String(count);
    button.append(swatch, name, number);
    button.addEventListener("click", () => this.#store.change({ community: chosen ? "all" : place }));
    row.append(button);
    return row;
  }
}
