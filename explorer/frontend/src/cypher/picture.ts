// The bench's Graph tab: the nodes and relationships of an answer, drawn as the graph page draws.
// The editor comes when somebody goes to its field: with the picture it is too much at once.
import { type Answer, type Community, type Person, type Picture, pictureFrom } from "../graph/data.ts";
import { settle } from "../graph/layout.ts";
import { type Network, emptyNetwork, reconcile } from "../graph/network.ts";
import { PLAIN } from "../graph/look.ts";
import { Renderer, canDraw } from "../graph/renderer.ts";
import { groupsBy, radiusBy } from "../graph/scales.ts";
import { Store } from "../graph/state.ts";

/** What the bench tells of a node in the place of a person's measures. */
interface Drawn {
  labels: string[];
  properties: Record<string, unknown>;
}

function drawn(person: Person): Drawn {
  return person.values as unknown as Drawn;
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

function begin(box: HTMLElement): void {
  if (!canDraw()) {
    found("[data-no-webgl]").hidden = false;
    found(".graph-stage").classList.add("without-canvas");
    return ready("no-webgl");
  }
  try {
    // In the page, since to ask for it again would run the query again.
    const picture = pictureFrom(JSON.parse(found("script[data-picture]").textContent ?? "") as Answer);
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
  reconcile(network, picture.people, picture.arrows, new Map());
  const radius = radiusBy(picture.people, "score");
  for (const one of picture.people) network.setNodeAttribute(one.id, "size", radius(one));
  const choose = (id: string): void => store.change({ chosen: id });
  const renderer = new Renderer(box, network, store, {
    chosen: choose,
    opened: choose,
    arrow: () => undefined,
    moved: () => undefined,
    nothing: () => store.change({ chosen: null }),
  });
  const groups = groupsBy(picture.people, "community", picture.communities);
  const swatches = new Map(groups.flatMap((group) => group.ids.map((id) => [id, group.swatch] as const)));
  const show = (): void => {
    const alone = groups.find((group) => group.key === store.now.only);
    const hidden = alone ? picture.people.filter((one) => !alone.ids.includes(one.id)).map((one) => one.id) : [];
    const sizes = (id: string): number => network.getNodeAttribute(id, "size");
    renderer.show({ ...PLAIN, swatches, radius: sizes, hidden: new Set(hidden) });
  };
  store.listen(show);
  show();
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
  void settle(network, []).then(() => {
    renderer.fit();
    renderer.whole();
    ready("ready");
  });
  Object.defineProperty(box, "network", { value: network });
  Object.defineProperty(box, "seenAt", { value: (id: string) => renderer.seenAt(id) });
}

/** A label's row shows its nodes alone; again, and all are back. */
function wireLegend(store: Store, labels: readonly Community[]): void {
  const list = found("[data-graph-legend]");
  const rows = labels.map((label) => {
    const key = `community:${label.place}`;
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
      store.change({ only: store.now.only === key ? "" : key });
    });
    store.listen((now) => button.setAttribute("aria-pressed", String(now.only === key)));
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
    if (now.chosen === before.chosen) return;
    if (now.chosen === null || !network.hasNode(now.chosen)) return panel.replaceChildren(...empty);
    const node = network.getNodeAttribute(now.chosen, "person");
    const { labels: called, properties } = drawn(node);
    const heading = element("h2", "");
    const name = element("bdi", node.name);
    if (node.address) {
      const anchor = document.createElement("a");
      anchor.href = node.address;
      anchor.append(name);
      heading.append(anchor);
    } else heading.append(name);
    const labels = element("p", called.map((label) => `:${label}`).join(" "));
    labels.className = "muted";
    const facts = element("dl", "");
    for (const [key, value] of Object.entries(properties)) {
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
    const place = store.now.chosen === null ? -1 : ids.indexOf(store.now.chosen);
    const id = ids[(place + by + ids.length) % ids.length];
    if (id === undefined) return;
    store.change({ chosen: id });
    renderer.lookAt(id);
  };
  const keys: Record<string, () => void> = {
    ArrowRight: () => step(1),
    ArrowDown: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowUp: () => step(-1),
    "+": () => renderer.zoom(0.8),
    "-": () => renderer.zoom(1.25),
    Escape: () => store.change({ chosen: null }),
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
if (box) begin(box);
const field = document.querySelector<HTMLTextAreaElement>("[data-editor]");
field?.addEventListener("focus", () => void import(field.dataset["script"] ?? ""), { once: true });
