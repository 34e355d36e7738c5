// The bar above the picture: finding, undoing, size and colour, filters, paths, files.
import { redo, undo } from "./acts.ts";
import { KINDS, type Person } from "./data.ts";
import { found, say } from "./dom.ts";
import type { Explorer } from "./explorer.ts";
import { pngOf, saved } from "./exports.ts";
import { Finder } from "./finder.ts";

export interface Tools {
  pathEnd(id: string, end: 0 | 1): void;
}

export function wireTools(explorer: Explorer): Tools {
  const { store } = explorer;
  const press = (selector: string, act: () => void): void => found<HTMLElement>(selector).addEventListener("click", act);
  press("[data-undo]", () => undo(store));
  press("[data-redo]", () => redo(store));
  press("[data-zoom-in]", () => explorer.renderer?.zoom(0.7));
  press("[data-zoom-out]", () => explorer.renderer?.zoom(1.4));
  press("[data-whole]", () => {
    explorer.renderer?.fit();
    explorer.renderer?.whole();
  });
  press("[data-show-all]", () => store.act({ hide: [], only: "" }));
  new Finder(found("[data-graph-find]"), () => people(explorer), ({ id }) => void bring(explorer, id));
  document.querySelectorAll<HTMLDetailsElement>("details.menu").forEach(wireMenu);
  wireLooks(explorer);
  wireFilters(explorer);
  wireFiles(explorer);
  return wirePath(explorer);
}

function people(explorer: Explorer): Person[] {
  return explorer.network.mapNodes((_id, told) => told.person);
}

/** Go to somebody; who is not in the picture is added first, who is hidden is shown. */
async function bring(explorer: Explorer, id: string): Promise<void> {
  const { store } = explorer;
  if (!explorer.network.hasNode(id) && !(await explorer.structural({ add: [...store.now.add, id] }))) return;
  if (explorer.look.hidden.has(id)) store.act({ hide: store.now.hide.filter((one) => one !== id), only: "" });
  explorer.select(id);
}

function wireLooks({ store }: Explorer): void {
  const size = found<HTMLSelectElement>("[data-size]");
  const color = found<HTMLSelectElement>("[data-color]");
  const names = found<HTMLElement>("[data-names]");
  const tell = (): void => {
    size.value = store.now.size;
    color.value = store.now.color;
    names.setAttribute("aria-pressed", String(store.now.names));
  };
  size.addEventListener("change", () => store.act({ size: size.value }));
  color.addEventListener("change", () => store.act({ color: color.value, only: "" }));
  names.addEventListener("click", () => store.act({ names: !store.now.names }));
  store.listen(tell);
  tell();
}

function wireFilters({ store }: Explorer): void {
  const boxes = [...document.querySelectorAll<HTMLInputElement>("input[data-kind]")];
  const least = found<HTMLInputElement>("[data-least]");
  const told = found<HTMLElement>("[data-least-told]");
  const tell = (): void => {
    const { kinds } = store.now;
    for (const box of boxes) box.checked = kinds.length === 0 || kinds.includes(box.value);
    least.value = String(store.now.least);
    told.textContent = store.now.least.toFixed(2);
  };
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const kinds = boxes.filter((one) => one.checked).map((one) => one.value);
      // Nothing chosen is everything: an empty picture would say nothing.
      store.act({ kinds: kinds.length === KINDS.length ? [] : kinds });
    });
  }
  least.addEventListener("input", () => (told.textContent = Number(least.value).toFixed(2)));
  least.addEventListener("change", () => store.act({ least: Number(least.value) }));
  store.listen(tell);
  tell();
}

function wireFiles(explorer: Explorer): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-form]")];
  const tell = (): void => {
    for (const link of links) {
      const rows = link.dataset["rows"];
      const address = explorer.address(`.${link.dataset["form"]}`);
      link.href = rows ? `${address}${address.includes("?") ? "&" : "?"}rows=${rows}` : address;
    }
  };
  document.addEventListener("graph-address", tell);
  tell();
  const file = (form: string, made: () => Promise<Blob>) => async () => {
    try {
      saved(await made(), `influence-graph.${form}`);
      say(`Saved as influence-graph.${form}`);
    } catch (error) {
      say(`Nothing was saved: ${(error as Error).message}`);
    }
  };
  const svg = async (): Promise<Blob> => new Blob([explorer.svg()], { type: "image/svg+xml" });
  found<HTMLElement>("[data-svg]").addEventListener("click", () => void file("svg", svg)());
  found<HTMLElement>("[data-png]").addEventListener("click", () => void file("png", () => pngOf(explorer.svg()))());
  found<HTMLElement>("[data-copy]").addEventListener("click", () => void copy(location.origin + explorer.address()));
}

/** Escape closes a menu, and is then where it was opened. */
function wireMenu(menu: HTMLDetailsElement): void {
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    found<HTMLElement>("summary", menu).focus();
  });
}

async function copy(address: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(address);
    say("The link is in the clipboard: it opens this view");
  } catch {
    say(`This link opens this view: ${address}`);
  }
}

/** What is told of the chains that were found, the first of them by name. */
export function pathWords(chains: readonly (readonly string[])[]): string {
  const [first] = chains;
  if (!first) return "No chain of influence in six steps or fewer. The other way there may be one: swap them.";
  const steps = first.length === 2 ? "1 step" : `${first.length - 1} steps`;
  const more = chains.length > 1 ? `; ${chains.length} chains are as short, this one is the strongest` : "";
  return `${steps}: ${first.join(" → ")}${more}`;
}

function wirePath(explorer: Explorer): Tools {
  const { store, scene } = explorer;
  const fields = [found<HTMLInputElement>("[data-path-from]"), found<HTMLInputElement>("[data-path-to]")] as const;
  const told = found<HTMLElement>("[data-path-told]");
  const behind = found<HTMLAnchorElement>("[data-path-cypher]");
  const boxes = [...document.querySelectorAll<HTMLInputElement>("input[data-via]")];
  const menu = found<HTMLDetailsElement>("[data-path-menu]");
  const ends: [string | null, string | null] = [store.now.path[0] ?? null, store.now.path[1] ?? null];
  const name = (id: string | null): string => (id === null ? "" : (scene.people.get(id)?.name ?? id));

  const tell = (): void => {
    const { path } = store.now;
    const chains = scene.chains(store.now);
    told.textContent = path.length === 2 ? pathWords(chains.map((chain) => chain.people.map(name))) : "";
    behind.hidden = path.length !== 2;
    const values = { source: path[0] ?? "", target: path[1] ?? "", topic: topic() };
    behind.href = `/queries/path_between?${new URLSearchParams(values)}`;
  };
  const topic = (): string => found<HTMLElement>("[data-graph]").dataset["topic"] ?? "*";
  const show = (): void => fields.forEach((field, end) => (field.value = name(ends[end as 0 | 1])));
  const go = async (): Promise<void> => {
    const [source, target] = ends;
    if (source === null || target === null) return say("A path needs two people");
    if (source === target) return say("A path needs two different people");
    const kinds = boxes.filter((one) => one.checked).map((one) => one.value);
    const via = kinds.length === boxes.length ? [] : kinds;
    if (await explorer.structural({ path: [source, target], via })) say(told.textContent ?? "");
  };
  const set = (id: string, end: 0 | 1): void => {
    ends[end] = id;
    menu.open = true;
    show();
    if (ends[0] !== null && ends[1] !== null && ends[0] !== ends[1]) void go();
    else say(end === 0 ? "The path begins here; now choose where it ends" : "The path ends here; now choose where it begins");
  };
  fields.forEach((field, end) => new Finder(field, () => people(explorer), ({ id }) => (ends[end as 0 | 1] = id)));
  found<HTMLElement>("[data-path-go]").addEventListener("click", () => void go());
  found<HTMLElement>("[data-path-swap]").addEventListener("click", () => {
    ends.reverse();
    show();
    void go();
  });
  found<HTMLElement>("[data-path-clear]").addEventListener("click", () => {
    ends.fill(null);
    show();
    void explorer.structural({ path: [], via: [] });
  });
  const { via } = store.now;
  for (const box of boxes) box.checked = via.length === 0 || via.includes(box.value);
  store.listen(tell);
  tell();
  show();
  return { pathEnd: set };
}
