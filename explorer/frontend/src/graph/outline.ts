// The picture's twin: the same people as a table, for the keyboard and for a screen reader.
// The server has drawn its rows; people who come in later get theirs here.
import type { Person } from "./data.ts";
import { button, element, link, name, number } from "./dom.ts";
import type { Store } from "./state.ts";

export interface Acts {
  select(id: string): void;
  expand(id: string): void;
  pick(id: string): void;
}

export class Outline {
  readonly #body: HTMLTableSectionElement;
  readonly #count: HTMLElement | null;
  readonly #store: Store;
  readonly #acts: Acts;

  constructor(table: HTMLTableElement, store: Store, acts: Acts) {
    this.#body = table.tBodies[0] as HTMLTableSectionElement;
    this.#count = document.querySelector("[data-graph-count]");
    this.#store = store;
    this.#acts = acts;
    this.#body.addEventListener("click", (event) => this.#clicked(event));
    this.#body.addEventListener("focusin", (event) => this.#store.hover(idOf(event.target)));
    this.#body.addEventListener("focusout", () => this.#store.hover(null));
  }

  /** Just these people, those who were there already in the order they had. */
  show(people: readonly Person[]): void {
    const rows = new Map([...this.#body.rows].map((row) => [row.dataset["person"] ?? "", row]));
    const wanted = new Set(people.map((one) => one.id));
    for (const [id, row] of rows) if (!wanted.has(id)) row.remove();
    for (const person of people) if (!rows.has(person.id)) this.#body.append(this.#row(person));
    if (this.#count) this.#count.textContent = String(people.length);
  }

  mark(): void {
    const { chosen, picked } = this.#store.now;
    const all = new Set(picked);
    for (const row of this.#body.rows) {
      const id = row.dataset["person"] ?? "";
      if (id === chosen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      row.querySelector("[data-act=pick]")?.setAttribute("aria-pressed", String(all.has(id)));
    }
  }

  focus(id: string | null): void {
    const row = [...this.#body.rows].find((one) => one.dataset["person"] === id) ?? this.#body.rows[0];
    row?.querySelector<HTMLElement>("button")?.focus();
  }

  #row(person: Person): HTMLTableRowElement {
    const row = document.createElement("tr");
    row.dataset["person"] = person.id;
    const anchor = link("", person.address);
    anchor.append(name(person.name || person.handle));
    row.append(
      cell("Person", anchor),
      cell("Score", person.values["score"] == null ? "–" : person.values["score"].toFixed(1), "number"),
      cell("Acted on by", number(person.values["people"], 0), "number"),
      cell("In the picture", buttons(person)),
    );
    return row;
  }

  #clicked(event: Event): void {
    const pressed = (event.target as HTMLElement).closest<HTMLElement>("button[data-act]");
    const id = idOf(event.target);
    if (!pressed || id === null) return;
    const act = pressed.dataset["act"];
    if (act === "expand") this.#acts.expand(id);
    else if (act === "pick") this.#acts.pick(id);
    else this.#acts.select(id);
  }
}

function idOf(target: EventTarget | null): string | null {
  return (target as HTMLElement | null)?.closest<HTMLElement>("tr[data-person]")?.dataset["person"] ?? null;
}

function cell(label: string, content: Node | string, kind = ""): HTMLTableCellElement {
  const made = element("td", "", kind) as HTMLTableCellElement;
  made.dataset["label"] = label;
  made.append(content);
  return made;
}

function buttons(person: Person): DocumentFragment {
  const all = document.createDocumentFragment();
  for (const [act, word] of [["select", "Show"], ["expand", "Expand"], ["pick", "Pick"]] as const) {
    const made = button(word, () => undefined);
    made.dataset["act"] = act;
    made.append(element("span", ` ${person.name || person.handle}`, "unseen"));
    all.append(made, " ");
  }
  return all;
}
