// What the colours mean. A row picks everybody who has its colour; "only" shows them alone.
import { button, element, name, number, people } from "./dom.ts";
import type { Group } from "./scales.ts";
import type { Store } from "./state.ts";

export interface LegendActs {
  pick(ids: readonly string[], words: string): void;
  /** How many people they are: a circle stands for all of its community. */
  many(ids: readonly string[]): number;
}

export class Legend {
  readonly #list: HTMLElement;
  readonly #store: Store;
  readonly #acts: LegendActs;

  constructor(list: HTMLElement, store: Store, acts: LegendActs) {
    this.#list = list;
    this.#store = store;
    this.#acts = acts;
  }

  show(groups: readonly Group[]): void {
    const focused = (document.activeElement as HTMLElement | null)?.dataset["key"];
    this.#list.replaceChildren(...groups.map((group) => this.#row(group)));
    if (focused) this.#list.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #row(group: Group): HTMLElement {
    const { picked, only } = this.#store.now;
    const chosen = new Set(picked);
    const all = group.ids.every((id) => chosen.has(id));
    const many = this.#acts.many(group.ids);
    const row = element("li", "", "legend-pair");
    const pick = button("", () => this.#acts.pick(all ? picked.filter((id) => !group.ids.includes(id)) : [...picked, ...group.ids], `${people(many)} ${all ? "let go" : "picked"}`), "legend-row");
    pick.setAttribute("aria-pressed", String(all));
    pick.dataset["key"] = `pick ${group.key}`;
    pick.append(element("span", "", `swatch ${group.swatch}`), name(group.label), element("span", number(many, 0), "muted number"));
    const alone = only === group.key;
    const single = button("only", () => this.#store.act({ only: alone ? "" : group.key }), "legend-only");
    single.setAttribute("aria-pressed", String(alone));
    single.setAttribute("aria-label", `Only ${group.label}`);
    single.dataset["key"] = `only ${group.key}`;
    row.append(pick, single);
    return row;
  }
}
