// A field that finds somebody: in the picture first, then in the whole graph. A combobox as
// the ARIA practices describe it.
import { asked, type Person } from "./data.ts";
import { element, name } from "./dom.ts";

export interface Found {
  id: string;
  name: string;
  handle: string;
  here: boolean;
}

const MOST = 8;
const WAIT = 180;

/** Those of `people` whose name or handle contains what was typed, the exact ones first. */
export function matching(people: Iterable<Pick<Person, "id" | "name" | "handle">>, typed: string): Found[] {
  const word = typed.trim().toLowerCase();
  if (!word) return [];
  const place = ({ name, handle }: Pick<Person, "name" | "handle">): number => {
    const words = [name.toLowerCase(), handle.toLowerCase()];
    if (words.includes(word)) return 0;
    if (words.some((one) => one.startsWith(word))) return 1;
    return words.some((one) => one.includes(word)) ? 2 : 3;
  };
  return [...people]
    .map((one) => ({ id: one.id, name: one.name, handle: one.handle, here: true, place: place(one) }))
    .filter((one) => one.place < 3)
    .sort((a, b) => a.place - b.place || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
    .slice(0, MOST)
    .map(({ place: _place, ...found }) => found);
}

export class Finder {
  readonly #field: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #here: () => Iterable<Person>;
  readonly #chosen: (found: Found) => void;
  #options: Found[] = [];
  #place = -1;
  #timer = 0;
  #request = new AbortController();

  constructor(field: HTMLInputElement, here: () => Iterable<Person>, chosen: (found: Found) => void) {
    this.#field = field;
    this.#here = here;
    this.#chosen = chosen;
    this.#list = element("ul", "", "found");
    this.#list.id = `${field.id}-found`;
    this.#list.role = "listbox";
    this.#list.setAttribute("aria-label", "Who was found");
    this.#list.hidden = true;
    field.role = "combobox";
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", this.#list.id);
    field.setAttribute("aria-autocomplete", "list");
    field.after(this.#list);
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => setTimeout(() => this.#show([]), 150));
  }

  #typed(): void {
    clearTimeout(this.#timer);
    this.#request.abort();
    const near = matching(this.#here(), this.#field.value);
    this.#show(near);
    const typed = this.#field.value.trim();
    if (typed.length > 1) this.#timer = window.setTimeout(() => void this.#ask(typed), WAIT);
  }

  async #ask(typed: string): Promise<void> {
    this.#request = new AbortController();
    const { signal } = this.#request;
    const query = new URLSearchParams({ q: typed, limit: String(MOST) });
    try {
      const told = await asked<{ rows: { id: string; name: string | null; handle: string }[] }>(`/search.json?${query}`, signal);
      const near = matching(this.#here(), typed);
      const known = new Set(near.map((one) => one.id));
      const inside = new Set([...this.#here()].map((one) => one.id));
      const far = told.rows
        .filter((row) => !known.has(row.id))
        .map((row) => ({ id: row.id, name: row.name || row.handle, handle: row.handle, here: inside.has(row.id) }));
      if (document.activeElement === this.#field) this.#show([...near, ...far].slice(0, 2 * MOST), typed);
    } catch {
      // Typed on, or the site is away: those in the picture are found all the same.
    }
  }

  #show(options: Found[], typed = ""): void {
    this.#options = options;
    this.#place = -1;
    this.#field.removeAttribute("aria-activedescendant");
    this.#list.replaceChildren(...options.map((one, place) => this.#option(one, place)));
    if (typed && options.length === 0) {
      const nobody = element("li", `Nobody called “${typed}”`, "muted");
      nobody.role = "option";
      nobody.setAttribute("aria-disabled", "true");
      this.#list.append(nobody);
    }
    const open = this.#list.children.length > 0;
    this.#list.hidden = !open;
    this.#field.setAttribute("aria-expanded", String(open));
  }

  #option(one: Found, place: number): HTMLElement {
    const made = element("li");
    made.id = `${this.#list.id}-${place}`;
    made.role = "option";
    made.setAttribute("aria-selected", "false");
    made.append(name(one.name), element("span", `@${one.handle}${one.here ? "" : " · add"}`, "muted"));
    // Before the field loses the focus.
    made.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.#take(one);
    });
    return made;
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    if (key === "Escape" && !this.#list.hidden) {
      this.#show([]);
    } else if (key === "Enter") {
      const one = this.#options[Math.max(this.#place, 0)];
      if (one) this.#take(one);
    } else if ((key === "ArrowDown" || key === "ArrowUp") && this.#options.length > 0) {
      const count = this.#options.length;
      this.#place = (this.#place + (key === "ArrowDown" ? 1 : -1) + count) % count;
      [...this.#list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === this.#place)));
      this.#field.setAttribute("aria-activedescendant", `${this.#list.id}-${this.#place}`);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #take(one: Found): void {
    this.#show([]);
    this.#field.value = one.name;
    this.#chosen(one);
  }
}
