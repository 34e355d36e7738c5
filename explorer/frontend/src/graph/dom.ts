// Small pieces of the page.

export function found<Kind extends Element>(selector: string, within: ParentNode = document): Kind {
  return within.querySelector(selector) as Kind;
}

export function element(tag: string, text = "", kind = ""): HTMLElement {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

export function button(text: string, act: () => void, kind = "quiet"): HTMLButtonElement {
  const made = element("button", text, kind) as HTMLButtonElement;
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export function link(text: string, address: string, kind = ""): HTMLAnchorElement {
  const made = element("a", text, kind) as HTMLAnchorElement;
  made.href = address;
  return made;
}

/** A name stands in a bdi: it may run from right to left. */
export function name(text: string): HTMLElement {
  return element("bdi", text);
}

export function facts(rows: readonly (readonly [string, string | Node])[]): HTMLElement {
  const list = element("dl", "", "facts");
  for (const [term, value] of rows) {
    const group = element("div");
    const told = element("dd");
    told.append(value);
    group.append(element("dt", term), told);
    list.append(group);
  }
  return list;
}

export function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function say(words: string): void {
  found<HTMLElement>("[data-graph-status]").textContent = words;
}

export function people(count: number): string {
  return count === 1 ? "1 person" : `${count.toLocaleString("en")} people`;
}

export function number(value: number | null | undefined, places = 1): string {
  return value === null || value === undefined ? "–" : value.toLocaleString("en", { maximumFractionDigits: places });
}

export function day(text: string | null): string {
  const at = text === null ? NaN : Date.parse(text.replace(/(\.\d{3})\d+/, "$1"));
  if (Number.isNaN(at)) return "–";
  return new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}
