// When people acted: bars, two sliders that bound the time shown, and a button that plays.
import { calm } from "./dom.ts";
import { bars, histogram, type Histogram } from "./filters.ts";
import type { Network } from "./network.ts";
import type { Scene } from "./scene.ts";
import type { Store } from "./state.ts";

const BARS = 60;
const HIGH = 36;
const SVG = "http://www.w3.org/2000/svg";

export class Timeline {
  readonly #box: HTMLElement;
  readonly #network: Network;
  readonly #scene: Scene;
  readonly #store: Store;
  readonly #chart: SVGSVGElement;
  readonly #from: HTMLInputElement;
  readonly #to: HTMLInputElement;
  readonly #told: HTMLElement;
  readonly #button: HTMLButtonElement;
  #time: Histogram | null = null;
  #playing = 0;

  constructor(box: HTMLElement, network: Network, scene: Scene, store: Store) {
    this.#box = box;
    this.#network = network;
    this.#scene = scene;
    this.#store = store;
    this.#chart = box.querySelector("svg") as SVGSVGElement;
    [this.#from, this.#to] = [...box.querySelectorAll("input")] as [HTMLInputElement, HTMLInputElement];
    this.#told = box.querySelector("[data-time-told]") as HTMLElement;
    this.#button = box.querySelector("button") as HTMLButtonElement;
    for (const field of [this.#from, this.#to]) {
      field.addEventListener("input", () => this.#moved(field, false));
      field.addEventListener("change", () => this.#moved(field, true));
    }
    this.#button.addEventListener("click", () => (this.#playing ? this.#stop() : this.#play()));
  }

  /** Draw the bars of the arrows that are there, and put the sliders where the view says. */
  show(): void {
    const { step } = this.#scene;
    const arrows = this.#network.mapEdges((_id, told) => told);
    this.#time = histogram(arrows, this.#store.now);
    this.#box.hidden = this.#time === null || this.#time.counts.length < 2;
    if (this.#time === null) return;
    const { first, counts } = this.#time;
    const last = counts.length - 1;
    const { from, to } = this.#store.now;
    const clamp = (place: number): string => String(Math.min(last, Math.max(0, Math.floor(place))));
    for (const field of [this.#from, this.#to]) field.max = String(last);
    this.#from.value = from === null ? "0" : clamp(from / step - first);
    this.#to.value = to === null ? String(last) : clamp(to / step - first);
    this.#draw();
  }

  #draw(): void {
    if (this.#time === null) return;
    const { counts } = this.#time;
    const width = Math.ceil(counts.length / BARS);
    const made = bars(this.#time, BARS);
    const most = Math.max(...made, 1);
    const [from, to] = this.#window();
    this.#chart.setAttribute("viewBox", `0 0 ${made.length} ${HIGH}`);
    this.#chart.replaceChildren(
      ...made.map((count, place) => {
        const high = count > 0 ? Math.max(1, (HIGH * count) / most) : 0;
        const bar = document.createElementNS(SVG, "rect");
        const within = (place + 1) * width > from && place * width <= to;
        const told = { x: place + 0.08, y: HIGH - high, width: 0.84, height: high };
        for (const [name, value] of Object.entries(told)) bar.setAttribute(name, String(value));
        if (!within) bar.setAttribute("class", "out");
        return bar;
      }),
    );
    const [start, end] = [this.#said(from), this.#said(to)];
    this.#from.setAttribute("aria-valuetext", start);
    this.#to.setAttribute("aria-valuetext", end);
    this.#told.textContent = this.#whole() ? `All of the time, ${start} to ${end}` : `${start} to ${end}`;
  }

  #window(): [number, number] {
    return [Number(this.#from.value), Number(this.#to.value)];
  }

  #whole(): boolean {
    const [from, to] = this.#window();
    return this.#time === null || (from === 0 && to === this.#time.counts.length - 1);
  }

  #said(place: number): string {
    const { step } = this.#scene;
    const at = new Date(((this.#time?.first ?? 0) + place) * step * 1000);
    const days: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
    const exact: Intl.DateTimeFormatOptions = { ...days, hour: "2-digit", minute: "2-digit" };
    return at.toLocaleString("en-GB", step < 86_400 ? exact : days);
  }

  #moved(field: HTMLInputElement, settled: boolean): void {
    this.#stop();
    const [from, to] = this.#window();
    // One slider pushes the other along.
    if (from > to) (field === this.#from ? this.#to : this.#from).value = field.value;
    this.#draw();
    if (settled) this.#store.act(this.#bounds());
  }

  #bounds(): { from: number | null; to: number | null } {
    if (this.#time === null || this.#whole()) return { from: null, to: null };
    const { step } = this.#scene;
    const [from, to] = this.#window().map((place) => ((this.#time?.first ?? 0) + place) * step) as [number, number];
    return { from, to };
  }

  /** A window, as wide as the sliders say or a sixth of the time, goes from the first to the last. */
  #play(): void {
    if (this.#time === null) return;
    const last = this.#time.counts.length - 1;
    const [from, to] = this.#window();
    const wide = this.#whole() ? Math.max(1, Math.round(last / 6)) : to - from;
    const stride = Math.max(1, Math.round(last / 60));
    let start = to >= last ? 0 : from;
    this.#button.setAttribute("aria-pressed", "true");
    this.#button.textContent = "Stop";
    this.#store.act({});
    const go = (): void => {
      this.#from.value = String(start);
      this.#to.value = String(Math.min(last, start + wide));
      this.#draw();
      this.#store.change(this.#bounds());
      if (start + wide >= last) return this.#stop();
      start += stride;
    };
    this.#playing = window.setInterval(go, calm() ? 1_200 : 400);
    go();
  }

  #stop(): void {
    clearInterval(this.#playing);
    this.#playing = 0;
    this.#button.setAttribute("aria-pressed", "false");
    this.#button.textContent = "Play";
  }
}
