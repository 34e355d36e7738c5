// What can be done with people and arrows, for the keyboard, the table and the panel alike.
import { found, say } from "./dom.ts";
import type { Explorer } from "./explorer.ts";
import type { KeyActs } from "./keyboard.ts";
import type { PanelActs } from "./panel.ts";
import type { Store } from "./state.ts";

interface More {
  /** To the row of the table that is this person's. */
  focus(id: string | null): void;
  pathEnd(id: string, end: 0 | 1): void;
}

/** Undone or done again, and told: what was told last holds no longer. */
export function undo(store: Store): void {
  say(store.undo() ? "Undone" : "Nothing to undo");
}

export function redo(store: Store): void {
  say(store.redo() ? "Done again" : "Nothing to do again");
}

export function actsOf(explorer: Explorer, more: More): KeyActs & PanelActs {
  const { store, network } = explorer;
  return {
    select: explorer.select,
    expand: (id: string): void => void explorer.expand(id),
    collapse: explorer.collapse,
    hide: (id: string): void => explorer.hide([id]),
    pin: (id: string): void => explorer.pin(id),
    pick: explorer.toggle,
    arrow: (influencer: string, influenced: string): void => store.change({ arrow: [influencer, influenced] }),
    closeArrow: (): void => store.change({ arrow: [] }),
    pathEnd: (id: string, end: 0 | 1): void => more.pathEnd(id, end),
    centre: (id: string): string => `/graph?${new URLSearchParams({ focus: id, topic: explorer.topic })}`,
    open: (id: string): void => location.assign(network.getNodeAttribute(id, "person").address),
    find: explorer.find,
    help: (): void => void found<HTMLElement>("[data-keys]").toggleAttribute("open"),
    undo: (): void => undo(store),
    redo: (): void => redo(store),
    zoom: (by: number): void => explorer.renderer?.zoom(by),
    leave: (): void => {
      const { chosen, arrow } = store.now;
      if (arrow.length > 0) return store.change({ arrow: [] });
      store.change({ chosen: null });
      more.focus(chosen);
    },
    letGo: (): void => explorer.pick([], "Nobody picked"),
    hidePicked: (): void => explorer.hide(store.now.picked),
    onlyPicked: (): void => {
      const kept = new Set(store.now.picked);
      explorer.hide(network.nodes().filter((id) => !kept.has(id)));
    },
    pictureOf: (ids: readonly string[], form: "" | ".csv"): string =>
      `/graph${form}?${new URLSearchParams({ topic: explorer.topic, people: JSON.stringify(ids) })}`,
  };
}
