// The picture's twin: the same people as a table, for the keyboard and for a screen reader.
// The server has drawn its rows; people who are added later get theirs here.
import type { Person } from "./data.ts";
import type { Store } from "./state.ts";

export interface Acts {
  select(id: string): void;
  expand(id: string): void;
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
    this.#body.addEventListener("focusin", (event) => this.#hover(idOf(event.target)));
    this.#body.addEventListener("focusout", () => this.#hover(null));
    store.listen((now, before) => now.selected !== before.selected && this.#mark(now.selected));
  }

  add(people: readonly Person[]): void {
    for (const person of people) this.#body.append(this.#row(person));
    if (this.#count) this.#count.textContent = String(this.#body.rows.length);
  }

  focus(id: string | null): void {
    const row = id === null ? this.#body.rows[0] : this.#rowOf(id);
    row?.querySelector<HTMLElement>("button")?.focus();
  }

  #row(person: Person): HTMLTableRowElement {
    const row = document.createElement("tr");
    row.dataset["person"] = person.id;
    row.append(
      cell("Person", link(person)),
      cell("Score", person.score === null ? "–" : person.score.toFixed(1), "number"),
      cell("Acted on by", person.people === null ? "–" : String(person.people), "number"),
      cell("In the picture", buttons(person)),
    );
    return row;
  }

  #rowOf(id: string): HTMLTableRowElement | undefined {
    return [...this.#body.rows].find((row) => row.dataset["person"] === id);
  }

  #clicked(event: Event): void {
    const button = (event.target as HTMLElement).closest<HTMLElement>("button[data-act]");
    const id = idOf(event.target);
    if (!button || id === null) return;
    if (button.dataset["act"] === "expand") this.#acts.expand(id);
    else this.#acts.select(id);
  }

  #hover(id: string | null): void {
    if (this.#store.now.hovered !== id) this.#store.change({ hovered: id });
  }

  #mark(selected: string | null): void {
    for (const row of this.#body.rows) {
      if (row.dataset["person"] === selected) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }
}

function idOf(target: EventTarget | null): string | null {
  return (target as HTMLElement | null)?.closest<HTMLElement>("tr[data-person]")?.dataset["person"] ?? null;
}

function cell(label: string, content: Node | string, kind = ""): HTMLTableCellElement {
  const made = document.createElement("td");
  made.dataset["label"] = label;
  if (kind) made.className = kind;
  made.append(content);
  return made;
}

function link(person: Person): HTMLElement {
  const anchor = document.createElement("a");
  anchor.href = person.address;
  const name = document.createElement("bdi");
  name.textContent = person.name || person.handle;
  anchor.append(name);
  return anchor;
}

function buttons(person: Person): DocumentFragment {
  const all = document.createDocumentFragment();
  for (const [act, word] of [["select", "Show"], ["expand", "Expand"]] as const) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.dataset["act"] = act;
    button.append(word, hiddenWords(` ${person.name || person.handle}`));
    all.append(button);
  }
  return all;
}

function hiddenWords(text: string): HTMLElement {
  const made = document.createElement("span");
  made.className = "unseen";
  made.textContent = text;
  return made;
}
