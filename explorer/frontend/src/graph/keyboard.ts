// The picture by keyboard: arrows walk the neighbours, strongest first.
import { neighboursByWeight, type Network } from "./network.ts";
import type { Store } from "./state.ts";

export interface KeyActs {
  select(id: string): void;
  expand(id: string): void;
  collapse(id: string): void;
  hide(id: string): void;
  pin(id: string): void;
  pick(id: string): void;
  open(id: string): void;
  find(): void;
  help(): void;
  leave(): void;
  undo(): void;
  redo(): void;
  zoom(by: number): void;
}

/** The neighbour to go to from `from`, and back, in the order of weight. */
export class Walk {
  #from: string | null = null;
  #place = -1;

  step(network: Network, selected: string, by: number, hidden: ReadonlySet<string>): string | null {
    // A walk goes round the neighbours of the person it began at.
    const from = this.#from !== null && network.hasNode(this.#from) ? this.#from : selected;
    const near = neighboursByWeight(network, from).filter((id) => !hidden.has(id));
    if (near.length === 0) return null;
    this.#from = from;
    this.#place = (Math.max(this.#place, by < 0 ? 0 : -1) + by + near.length) % near.length;
    return near[this.#place] ?? null;
  }

  begin(from: string | null): void {
    this.#from = from;
    this.#place = -1;
  }
}

export function wireKeyboard(
  box: HTMLElement,
  network: Network,
  store: Store,
  acts: KeyActs,
  hidden: () => ReadonlySet<string>,
): void {
  const walk = new Walk();
  const step = (by: number): void => {
    const { chosen } = store.now;
    const known = chosen !== null && network.hasNode(chosen) ? chosen : null;
    const first = network.nodes().find((id) => !hidden().has(id)) ?? null;
    const to = known === null ? first : walk.step(network, known, by, hidden());
    if (to !== null) acts.select(to);
  };
  const chosen = (act: (id: string) => void) => (id: string | null) => {
    if (id !== null) act(id);
  };
  const keys: Record<string, (id: string | null) => void> = {
    ArrowRight: () => step(1),
    ArrowDown: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowUp: () => step(-1),
    " ": (id) => walk.begin(id),
    Enter: chosen(acts.open),
    e: chosen(acts.expand),
    c: chosen(acts.collapse),
    h: chosen(acts.hide),
    p: chosen(acts.pin),
    s: chosen(acts.pick),
    u: () => acts.undo(),
    r: () => acts.redo(),
    "/": () => acts.find(),
    "?": () => acts.help(),
    "+": () => acts.zoom(0.8),
    "-": () => acts.zoom(1.25),
    Escape: () => acts.leave(),
  };
  box.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "z") {
      event.preventDefault();
      return shiftKey ? acts.redo() : acts.undo();
    }
    if (ctrlKey || metaKey || altKey) return;
    const act = keys[key.length === 1 ? key.toLowerCase() : key];
    if (!act) return;
    event.preventDefault();
    act(store.now.chosen);
  });
}
