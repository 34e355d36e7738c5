// The graph page: one canvas, its legend, a panel and the table that says the same.
import { fetched, neighbourhood, type Picture } from "./data.ts";
import { wireKeyboard } from "./keyboard.ts";
import { settle } from "./layout.ts";
import { Legend } from "./legend.ts";
import { type Network, emptyNetwork, grow } from "./network.ts";
import { Outline } from "./outline.ts";
import { Panel } from "./panel.ts";
import { Renderer, canDraw } from "./renderer.ts";
import { Store } from "./state.ts";

const ROOM = 600;
const EXPANDED = 25;

function found<Kind extends HTMLElement>(selector: string): Kind {
  return document.querySelector(selector) as Kind;
}

function say(words: string): void {
  found("[data-graph-status]").textContent = words;
}

function ready(state: "ready" | "no-webgl" | "empty" | "failed"): void {
  document.documentElement.dataset["picture"] = state;
}

async function begin(box: HTMLElement): Promise<void> {
  if (!canDraw()) {
    found("[data-no-webgl]").hidden = false;
    box.closest<HTMLElement>(".graph-stage")?.classList.add("without-canvas");
    return ready("no-webgl");
  }
  const source = box.dataset["source"] ?? "";
  try {
    const picture = await fetched(source);
    if (picture.people.length === 0) return ready("empty");
    open(box, picture);
  } catch (error) {
    say(`The picture could not be had: ${(error as Error).message}`);
    ready("failed");
  }
}

function open(box: HTMLElement, first: Picture): void {
  const network = emptyNetwork();
  const store = new Store();
  const topic = box.dataset["topic"] ?? "*";
  const base = box.dataset["base"] ?? "/graph.json";
  grow(network, first);

  const select = (id: string): void => {
    store.change({ selected: id });
    renderer.lookAt(id);
    const { person } = network.getNodeAttributes(id);
    say(`${person.name || person.handle}, ${network.neighbors(id).length} neighbours here`);
  };
  const hide = (id: string): void => {
    store.hide(id);
    found("[data-show-all]").hidden = false;
    say(`Hidden. ${store.now.hidden.size} hidden in all`);
  };
  const expand = async (id: string): Promise<void> => {
    if (network.order >= ROOM) return say(`${network.order} people are shown; that is all this picture holds`);
    say("Fetching…");
    try {
      const asked = { focus: id, topic, limit: EXPANDED, also: network.nodes().slice(0, ROOM) };
      const picture = await fetched(neighbourhood(base, asked));
      const before = network.nodes();
      const added = new Set(grow(network, picture, id));
      outline.add(picture.people.filter((person) => added.has(person.id)));
      legend.show(picture.communities);
      settle(network, before, () => renderer.refresh());
      store.change({ selected: id });
      panel.show(id);
      const more = picture.truncated ? `, the ${EXPANDED} strongest` : "";
      say(`${added.size} people added around ${network.getNodeAttribute(id, "label")}${more}`);
    } catch (error) {
      say(`Nobody was added: ${(error as Error).message}`);
    }
  };
  const acts = {
    select,
    hide,
    expand: (id: string): void => void expand(id),
    open: (id: string): void => location.assign(network.getNodeAttribute(id, "person").address),
    centre: (id: string): string => `${location.pathname}?${new URLSearchParams({ focus: id, topic })}`,
    leave: (): void => {
      const { selected } = store.now;
      store.change({ selected: null, hovered: null });
      outline.focus(selected);
    },
    zoom: (by: number): void => renderer.zoom(by),
  };

  const renderer = new Renderer(box, network, store, { chosen: select, opened: acts.expand });
  const outline = new Outline(found<HTMLTableElement>("[data-graph-outline]"), store, acts);
  const panel = new Panel(found("[data-graph-panel]"), network, store, acts);
  const legend = new Legend(found("[data-graph-legend]"), network, store);
  legend.show(first.communities);
  wireKeyboard(box, network, store, acts);
  wireButtons(store, renderer);
  wireFind(network, select);
  document.addEventListener("theme", () => renderer.recolour());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => renderer.recolour());
  settle(network, [], () => {
    renderer.whole();
    renderer.refresh();
    ready("ready");
  });
  // For tests: what is drawn, to be read and not to be changed.
  Object.defineProperty(box, "network", { value: network });
}

/** The field that finds somebody in the picture by name or handle, exact first. */
function wireFind(network: Network, select: (id: string) => void): void {
  const field = found<HTMLInputElement>("[data-graph-find]");
  field.addEventListener("change", () => {
    const typed = field.value.trim().toLowerCase();
    if (!typed) return;
    const named = (id: string): string[] => {
      const { name, handle } = network.getNodeAttribute(id, "person");
      return [name.toLowerCase(), handle.toLowerCase()];
    };
    const ids = network.nodes();
    const id = ids.find((one) => named(one).includes(typed)) ?? ids.find((one) => named(one).some((word) => word.includes(typed)));
    if (id === undefined) say(`Nobody called “${field.value}” is in the picture`);
    else select(id);
  });
}

function wireButtons(store: Store, renderer: Renderer): void {
  found("[data-zoom-in]").addEventListener("click", () => renderer.zoom(0.7));
  found("[data-zoom-out]").addEventListener("click", () => renderer.zoom(1.4));
  found("[data-whole]").addEventListener("click", () => renderer.whole());
  const showAll = found("[data-show-all]");
  showAll.addEventListener("click", () => {
    store.showAll();
    showAll.hidden = true;
  });
}

const box = document.querySelector<HTMLElement>("[data-graph]");
if (box) void begin(box);
