// How the picture is seen, and its history. The address holds all of it, so a link opens the
// same view. Pure: no drawing, no document.

export type Place = readonly [number, number];

export interface View {
  /** Who was expanded, in order; twice is the next 25 as well. */
  expand: readonly string[];
  add: readonly string[];
  /** Two people, or nobody; `via` are the kinds of acts that the path may take. */
  path: readonly string[];
  via: readonly string[];
  hide: readonly string[];
  pin: Readonly<Record<string, Place>>;
  /** Kinds of acts that are shown; none is all. */
  kinds: readonly string[];
  /** Seconds since 1970. */
  from: number | null;
  to: number | null;
  least: number;
  size: string;
  color: string;
  names: boolean;
  /** The row of the legend that is shown alone; "" is all. */
  only: string;
  chosen: string | null;
  arrow: readonly string[];
  picked: readonly string[];
  camera: string;
}

export const BEGINNING: View = {
  expand: [],
  add: [],
  path: [],
  via: [],
  hide: [],
  pin: {},
  kinds: [],
  from: null,
  to: null,
  least: 0,
  size: "score",
  color: "community",
  names: true,
  only: "",
  chosen: null,
  arrow: [],
  picked: [],
  camera: "",
};

/** What the server alone decides on: it stays in the address as it is. */
const FIXED = ["topic", "focus", "people", "community", "limit", "view"];
const IDS = ["expand", "add", "path", "hide", "arrow", "picked"] as const;
const WORDS = ["via", "kinds"] as const;
const TEXTS = ["size", "color", "only", "camera"] as const;
const MOMENTS = ["from", "to"] as const;

/** The view that an address asks for; what cannot be read is as in the beginning. */
export function viewFrom(search: string): View {
  const query = new URLSearchParams(search);
  const view: { -readonly [Key in keyof View]: View[Key] } = { ...BEGINNING };
  for (const name of IDS) view[name] = idsFrom(query.get(name));
  for (const name of WORDS) view[name] = (query.get(name) ?? "").split(",").filter(Boolean);
  for (const name of TEXTS) view[name] = query.get(name) ?? BEGINNING[name];
  for (const name of MOMENTS) view[name] = momentFrom(query.get(name));
  view.pin = placesFrom(query.get("pin"));
  view.least = Math.min(1, Math.max(0, Number(query.get("least")) || 0));
  view.names = query.get("names") !== "no";
  view.chosen = query.get("chosen");
  return view;
}

/** The query of the address that opens this view; `search` is that of the page at hand. */
export function searchOf(search: string, view: View): string {
  const given = new URLSearchParams(search);
  const query = new URLSearchParams();
  const put = (name: string, value: string, known: boolean): void => {
    if (known) query.set(name, value);
  };
  for (const name of FIXED) put(name, given.get(name) ?? "", given.has(name));
  for (const name of IDS) put(name, JSON.stringify(view[name]), view[name].length > 0);
  for (const name of WORDS) put(name, view[name].join(","), view[name].length > 0);
  for (const name of TEXTS) put(name, view[name], view[name] !== BEGINNING[name]);
  for (const name of MOMENTS) put(name, momentOf(view[name]), view[name] !== null);
  put("pin", JSON.stringify(view.pin), Object.keys(view.pin).length > 0);
  put("least", String(view.least), view.least > 0);
  put("names", "no", !view.names);
  put("chosen", view.chosen ?? "", view.chosen !== null);
  const text = query.toString();
  return text ? `?${text}` : "";
}

function idsFrom(text: string | null): string[] {
  const told = parsed(text);
  return Array.isArray(told) ? told.filter((one): one is string => typeof one === "string") : [];
}

function placesFrom(text: string | null): Record<string, Place> {
  const told = parsed(text);
  if (told === null || typeof told !== "object") return {};
  const places = Object.entries(told as Record<string, unknown>).filter(
    ([, place]) => Array.isArray(place) && place.length === 2 && place.every(Number.isFinite),
  );
  return Object.fromEntries(places) as Record<string, Place>;
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function momentFrom(text: string | null): number | null {
  const at = text === null ? NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at / 1000;
}

export function momentOf(seconds: number | null): string {
  return seconds === null ? "" : `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

type Listener = (now: View, before: View) => void;

/** The view at hand. `act` can be undone; `change` is for what is only looked at. */
export class Store {
  #now: View;
  #hovered: string | null = null;
  #past: View[] = [];
  #future: View[] = [];
  readonly #listeners: Listener[] = [];

  constructor(view: View = BEGINNING) {
    this.#now = view;
  }

  get now(): View {
    return this.#now;
  }

  get hovered(): string | null {
    return this.#hovered;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  hover(id: string | null): void {
    if (this.#hovered === id) return;
    this.#hovered = id;
    this.#tell(this.#now);
  }

  change(changes: Partial<View>): void {
    this.#become({ ...this.#now, ...changes });
  }

  act(changes: Partial<View>): void {
    this.#past.push(this.#now);
    this.#future = [];
    this.#become({ ...this.#now, ...changes });
  }

  /** Whether there was anything to undo. */
  undo(): boolean {
    return this.#go(this.#past, this.#future);
  }

  /** Whether there was anything to redo. */
  redo(): boolean {
    return this.#go(this.#future, this.#past);
  }

  #go(from: View[], to: View[]): boolean {
    const view = from.pop();
    if (!view) return false;
    to.push(this.#now);
    this.#become({ ...view, camera: this.#now.camera });
    return true;
  }

  hide(ids: readonly string[]): void {
    const gone = new Set(ids);
    const { chosen, hide, picked } = this.#now;
    this.#hovered = null;
    this.act({
      hide: [...hide.filter((id) => !gone.has(id)), ...ids],
      picked: picked.filter((id) => !gone.has(id)),
      chosen: chosen !== null && gone.has(chosen) ? null : chosen,
      arrow: [],
    });
  }

  #become(view: View): void {
    const before = this.#now;
    this.#now = view;
    this.#tell(before);
  }

  #tell(before: View): void {
    for (const listener of this.#listeners) listener(this.#now, before);
  }
}
