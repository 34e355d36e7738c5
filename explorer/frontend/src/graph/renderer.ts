// The only module that knows sigma.
import Sigma from "sigma";
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import type { Settings } from "sigma/settings";
import { communityColour, palette } from "./colours.ts";
import type { ArrowLook, Network, NodeLook } from "./network.ts";
import type { State, Store } from "./state.ts";

type Drawn = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;

export interface Events {
  chosen(id: string): void;
  opened(id: string): void;
}

export function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

export class Renderer {
  readonly #network: Network;
  readonly #store: Store;
  readonly #sigma: Sigma<NodeLook, ArrowLook>;
  #colours = palette();
  #near = new Set<string>();

  constructor(box: HTMLElement, network: Network, store: Store, events: Events) {
    this.#network = network;
    this.#store = store;
    this.#sigma = new Sigma<NodeLook, ArrowLook>(network, box, {
      defaultEdgeType: "arrow",
      zIndex: true,
      labelFont: getComputedStyle(box).fontFamily,
      labelSize: 12,
      labelWeight: "500",
      labelDensity: 0.45,
      labelGridCellSize: 90,
      labelRenderedSizeThreshold: 6,
      labelColor: { color: this.#colours.label },
      defaultDrawNodeLabel: (context, node, settings) => this.#drawLabel(context, node, settings),
      minCameraRatio: 0.05,
      maxCameraRatio: 4,
      stagePadding: 40,
      defaultDrawNodeHover: (context, node, settings) => this.#drawHover(context, node, settings),
      nodeReducer: (id, told) => this.#node(id, told),
      edgeReducer: (arrow) => this.#arrow(arrow),
    });
    this.#wire(events);
  }

  /** Draw again, after people were added or moved. */
  refresh(): void {
    this.#sigma.refresh({ schedule: true });
  }

  recolour(): void {
    this.#colours = palette();
    this.#sigma.setSetting("labelColor", { color: this.#colours.label });
    this.refresh();
  }

  /** Bring a person into the middle, unless it is well in sight. */
  lookAt(id: string): void {
    const place = this.#sigma.getNodeDisplayData(id);
    if (!place) return;
    const camera = this.#sigma.getCamera();
    const to = { x: place.x, y: place.y, ratio: Math.min(camera.ratio, 0.6) };
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) camera.setState(to);
    else void camera.animate(to, { duration: 300 });
  }

  zoom(by: number): void {
    const camera = this.#sigma.getCamera();
    camera.setState({ ratio: Math.min(4, Math.max(0.05, camera.ratio * by)) });
  }

  whole(): void {
    this.#sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  #wire(events: Events): void {
    this.#sigma.on("enterNode", ({ node }) => this.#store.change({ hovered: node }));
    this.#sigma.on("leaveNode", () => this.#store.change({ hovered: null }));
    this.#sigma.on("clickNode", ({ node }) => events.chosen(node));
    this.#sigma.on("clickStage", () => this.#store.change({ selected: null }));
    this.#sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      events.opened(node);
    });
    this.#store.listen((now) => {
      const centre = now.hovered ?? now.selected;
      this.#near = new Set(centre === null ? [] : [centre, ...this.#network.neighbors(centre)]);
      this.refresh();
    });
  }

  #isHidden(id: string, now: State): boolean {
    if (now.hidden.has(id)) return true;
    return now.community !== "all" && this.#network.getNodeAttribute(id, "person").community !== now.community;
  }

  #node(id: string, told: NodeLook): Partial<NodeDisplayData> {
    const now = this.#store.now;
    const centre = now.hovered ?? now.selected;
    const shown: Partial<NodeDisplayData> = {
      x: told.x,
      y: told.y,
      size: told.size,
      label: told.label,
      color: communityColour(told.person.community, this.#colours),
      hidden: this.#isHidden(id, now),
    };
    if (centre === null) return shown;
    if (id === centre) return { ...shown, highlighted: true, zIndex: 2 };
    if (this.#near.has(id)) return { ...shown, forceLabel: true, zIndex: 1 };
    return { ...shown, color: this.#colours.faded, label: null, zIndex: 0 };
  }

  #arrow(arrow: string): { color: string; hidden: boolean; size: number; zIndex: number } {
    const now = this.#store.now;
    const [source, target] = this.#network.extremities(arrow);
    const size = this.#network.getEdgeAttribute(arrow, "size");
    const hidden = this.#isHidden(source, now) || this.#isHidden(target, now);
    const centre = now.hovered ?? now.selected;
    if (centre === null) return { color: this.#colours.arrow, hidden, size, zIndex: 0 };
    if (source === centre) return { color: this.#colours.arrowOut, hidden, size, zIndex: 2 };
    if (target === centre) return { color: this.#colours.arrowIn, hidden, size, zIndex: 1 };
    return { color: this.#colours.arrow, hidden: true, size, zIndex: 0 };
  }

  /** The label on a halo, so that arrows do not run through it. */
  #drawLabel(context: CanvasRenderingContext2D, node: Drawn, settings: Settings<NodeLook, ArrowLook>): void {
    if (!node.label) return;
    context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    const left = node.x + node.size + 3;
    const base = node.y + settings.labelSize / 3;
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = this.#colours.halo;
    context.strokeText(node.label, left, base);
    context.fillStyle = this.#colours.label;
    context.fillText(node.label, left, base);
  }

  #drawHover(
    context: CanvasRenderingContext2D,
    node: Drawn,
    settings: Settings<NodeLook, ArrowLook>,
  ): void {
    context.beginPath();
    context.arc(node.x, node.y, node.size + 3, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.strokeStyle = this.#colours.label;
    context.stroke();
    if (!node.label) return;
    context.font = `600 13px ${settings.labelFont}`;
    const width = context.measureText(node.label).width;
    const left = node.x + node.size + 6;
    context.fillStyle = this.#colours.halo;
    context.fillRect(left - 3, node.y - 10, width + 6, 20);
    context.fillStyle = this.#colours.label;
    context.fillText(node.label, left, node.y + 4);
  }
}
