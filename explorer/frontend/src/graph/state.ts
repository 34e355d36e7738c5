// What is chosen in the picture. Pure: no drawing, no document.

export interface State {
  selected: string | null;
  hovered: string | null;
  hidden: ReadonlySet<string>;
  community: number | null | "all";
}

export const BEGINNING: State = { selected: null, hovered: null, hidden: new Set(), community: "all" };

type Listener = (now: State, before: State) => void;

export class Store {
  #now: State = BEGINNING;
  readonly #listeners: Listener[] = [];

  get now(): State {
    return this.#now;
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  change(changes: Partial<State>): void {
    const before = this.#now;
    this.#now = { ...before, ...changes };
    for (const listener of this.#listeners) listener(this.#now, before);
  }

  hide(id: string): void {
    const selected = this.#now.selected === id ? null : this.#now.selected;
    this.change({ hidden: new Set([...this.#now.hidden, id]), selected, hovered: null });
  }

  showAll(): void {
    this.change({ hidden: new Set() });
  }
}
