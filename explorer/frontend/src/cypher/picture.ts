// The bench's Graph tab: the nodes and relationships of an answer, drawn as the graph page draws.
// The editor comes when somebody goes to its field: with the picture it is too much at once.
import { type Community, type Person, type Picture, fetched } from "../graph/data.ts";
import { settle } from "../graph/layout.ts";
import { type Network, emptyNetwork, grow } from "../graph/network.ts";
import { Renderer, canDraw } from "../graph/renderer.ts";
import { Store } from "../graph/state.ts";

/** What the bench tells of a node besides what a person has. */
interface Drawn extends Person {
  labels: string[];
  properties: Record<string, unknown>;
}

function found<Kind extends HTMLElement>(selector: string): Kind {
  return document.querySelector(selector) as Kind;
}

function ready(state: "ready" | "no-webgl" | "empty" | "failed"): void {
  document.documentElement.dataset["picture"] = state;
}

function say(words: string): void {
  found("[data-graph-status]").textContent = words;
}

async function begin(box: HTMLElement): Promise<void> {
  if (!canDraw()) {
    found("[data-no-webgl]").hidden = false;
    found(".graph-stage").classList.add("without-canvas");
    return ready("no-webgl");
  }
  try {
    const picture = await fetched(box.dataset["source"] ?? "");
    if (picture.people.length === 0) return ready("empty");
    draw(box, picture);
  } catch (error) {
    say(`The picture could not be had: ${(error as Error).message}`);
    ready("failed");
  }
}

function draw(box: HTMLElement, picture: Picture): void {
  const network = emptyNetwork();
  const store = new Store();
  grow(network, picture);
  const choose = (id: string): void => store.change({ selected: id });
  const renderer = new Renderer(box, network, store, { chosen: choose, opened: choose });
  wireLegend(store, picture.communities);
  wirePanel(store, network);
  wireKeys(box, store, network, renderer);
  for (const [name, act] of [
    ["[data-zoom-in]", () => renderer.zoom(0.7)],
    ["[data-zoom-out]", () => renderer.zoom(1.4)],
    ["[data-whole]", () => renderer.whole()],
  ] as const) {
    found(name).addEventListener("click", act);
  }
  document.addEventListener("theme", () => renderer.recolour());
  settle(network, [], () => {
    renderer.whole();
    renderer.refresh();
    ready("ready");
  });
  Object.defineProperty(box, "network", { value: network });
}

/** A label's row shows its nodes alone; again, and all are back. */
function wireLegend(store: Store, labels: readonly Community[]): void {
  const list = found("[data-graph-legend]");
  const rows = labels.map((label) => {
    const row = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "legend-row";
    button.setAttribute("aria-pressed", "false");
    const swatch = document.createElement("span");
    swatch.className = `swatch community-${label.place}`;
    const number = element("span", String(label.people));
    number.className = "muted number";
    button.append(swatch, element("bdi", label.around), number);
    button.addEventListener("click", () => {
      const alone = store.now.community === label.place;
      store.change({ community: alone ? "all" : label.place });
    });
    store.listen((now) => button.setAttribute("aria-pressed", String(now.community === label.place)));
    row.append(button);
    return row;
  });
  list.replaceChildren(...rows);
}

/** What a node holds, beside the picture. */
function wirePanel(store: Store, network: Network): void {
  const panel = found("[data-graph-panel]");
  const empty = [...panel.childNodes];
  store.listen((now, before) => {
    if (now.selected === before.selected) return;
    if (now.selected === null || !network.hasNode(now.selected)) return panel.replaceChildren(...empty);
    const node = network.getNodeAttribute(now.selected, "person") as Drawn;
    const heading = element("h2", "");
    const name = element("bdi", node.name);
    if (node.address) {
      const anchor = document.createElement("a");
      anchor.href = node.address;
      anchor.append(name);
      heading.append(anchor);
    } else heading.append(name);
    const labels = element("p", node.labels.map((label) => `:${label}`).join(" "));
    labels.className = "muted";
    const facts = element("dl", "");
    for (const [key, value] of Object.entries(node.properties)) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      facts.append(element("dt", key), element("dd", text.length > 300 ? `${text.slice(0, 300)}…` : text));
    }
    panel.replaceChildren(heading, labels, facts);
    say(`${node.name}, ${network.neighbors(node.id).length} neighbours here`);
  });
}

function wireKeys(box: HTMLElement, store: Store, network: Network, renderer: Renderer): void {
  const ids = network.nodes();
  const step = (by: number): void => {
    const place = store.now.selected === null ? -1 : ids.indexOf(store.now.selected);
    const id = ids[(place + by + ids.length) % ids.length];
    if (id === undefined) return;
    store.change({ selected: id });
    renderer.lookAt(id);
  };
  const keys: Record<string, () => void> = {
    ArrowRight: () => step(1),
    ArrowDown: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowUp: () => step(-1),
    "+": () => renderer.zoom(0.8),
    "-": () => renderer.zoom(1.25),
    Escape: () => store.change({ selected: null }),
  };
  box.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

const box = document.querySelector<HTMLElement>("[data-graph]");
if (box) void begin(box);
const field = document.querySelector<HTMLTextAreaElement>("[data-editor]");
field?.addEventListener("focus", () => void import(field.dataset["script"] ?? ""), { once: true });
