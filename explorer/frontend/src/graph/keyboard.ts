// The picture by keyboard: arrows walk the neighbours, strongest first.
import { neighboursByWeight, type Network } from "./network.ts";
import type { Store } from "./state.ts";

export interface KeyActs {
  select(id: string): void;
  expand(id: string): void;
  hide(id: string): void;
  open(id: string): void;
  leave(): void;
  zoom(by: number): void;
}

/** The neighbour to go to from `from`, and back, in the order of weight. */
class Walk {
  #from: string | null = null;
  #place = -1;

  step(network: Network, selected: string, by: number): string | null {
    // A walk goes round the neighbours of the person it began at.
    const from = this.#from !== null && network.hasNode(this.#from) ? this.#from : selected;
    const near = neighboursByWeight(network, from);
    if (near.length === 0) return null;
    this.#from = from;
    this.#place = (this.#place + by + near.length) % near.length;
    return near[this.#place] ?? null;
  }

  begin(from: string | null): void {
    this.#from = from;
    this.#place = -1;
  }
}

export function wireKeyboard(box: HTMLElement, network: Network, store: Store, acts: KeyActs): void {
  const walk = new Walk();
  const step = (by: number): void => {
    const { selected } = store.now;
    const to = selected === null ? (network.nodes()[0] ?? null) : walk.step(network, selected, by);
    if (to !== null) acts.select(to);
  };
  const keys: Record<string, (selected: string | null) => void> = {
    ArrowRight: () => step(1),
    ArrowDown: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowUp: () => step(-1),
    " ": (selected) => walk.begin(selected),
    Enter: (selected) => selected !== null && acts.open(selected),
    e: (selected) => selected !== null && acts.expand(selected),
    h: (selected) => selected !== null && acts.hide(selected),
    "+": () => acts.zoom(0.8),
    "-": () => acts.zoom(1.25),
    Escape: () => acts.leave(),
  };
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act(store.now.selected);
  });
}
