// The only module that knows sigma.
import Sigma from "sigma";
import { EdgeLineProgram } from "sigma/rendering";
import type { Coordinates, NodeDisplayData, PartialButFor } from "sigma/types";
import type { Settings } from "sigma/settings";
import { colourOf, palette } from "./colours.ts";
import { calm } from "./dom.ts";
import { drawHover, drawLabel, Room } from "./labels.ts";
import { PLAIN, type Look } from "./look.ts";
import type { ArrowLook, Network, NodeLook } from "./network.ts";
import type { Place, Store } from "./state.ts";

const ARROWHEADS = 4_000;
const CLICKABLE = 3_000;
// Of the width of the picture.
const NAME_ROOM = 0.18;

export interface Events {
  chosen(id: string): void;
  opened(id: string): void;
  arrow(influencer: string, influenced: string): void;
  moved(id: string, place: Place): void;
  nothing(): void;
}

export function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

export class Renderer {
  readonly #network: Network;
  readonly #store: Store;
  readonly #sigma: Sigma<NodeLook, ArrowLook>;
  readonly #room = new Room();
  #colours = palette();
  #look = PLAIN;
  #near = new Set<string>();
  #busy = new Set<string>();

  constructor(box: HTMLElement, network: Network, store: Store, events: Events) {
    this.#network = network;
    this.#store = store;
    this.#sigma = new Sigma<NodeLook, ArrowLook>(network, box, {
      // Without a size there is nothing to see, but the page goes on.
      allowInvalidContainer: true,
      defaultEdgeType: "arrow",
      edgeProgramClasses: { line: EdgeLineProgram },
      enableEdgeEvents: true,
      zIndex: true,
      labelFont: getComputedStyle(box).fontFamily,
      labelSize: 12,
      labelWeight: "500",
      labelDensity: 0.45,
      labelGridCellSize: 90,
      labelRenderedSizeThreshold: 6,
      labelColor: { color: this.#colours.label },
      defaultDrawNodeLabel: (context, node, settings) => drawLabel(context, node, settings, this.#colours, this.#room),
      minCameraRatio: 0.05,
      maxCameraRatio: 4,
      stagePadding: 40,
      defaultDrawNodeHover: (context, node, settings) => drawHover(context, node, settings, this.#colours),
      nodeReducer: (id, told) => this.#node(id, told),
      edgeReducer: (arrow) => this.#arrow(arrow),
    });
    this.#wire(events);
    // Who is there stays where they are on the screen when others come in or move.
    this.#frame();
  }

  /** What is seen of the whole: all who are there, and to the right room for a name and the buttons. */
  #frame(): void {
    const { x, y } = this.#sigma.getBBox();
    this.#sigma.setCustomBBox({ x: [x[0], x[1] + NAME_ROOM * (x[1] - x[0])], y });
    // Without it people would stand where they were until something else changes.
    this.#sigma.refresh();
  }

  /** Draw again, after people were added or moved. */
  refresh(): void {
    this.#sigma.refresh({ schedule: true });
  }

  show(look: Look): void {
    this.#look = look;
    this.#sigma.setSetting("defaultEdgeType", this.#network.size > ARROWHEADS ? "line" : "arrow");
    this.#sigma.setSetting("enableEdgeEvents", this.#network.size <= CLICKABLE);
    this.#sigma.setSetting("renderLabels", this.#store.now.names);
    this.#busy = new Set(
      look.arrows === null ? [] : [...look.arrows].flatMap((arrow) => this.#network.extremities(arrow)),
    );
    this.#around();
  }

  recolour(): void {
    this.#colours = palette();
    this.#sigma.setSetting("labelColor", { color: this.#colours.label });
    this.refresh();
  }

  /** Bring a person into the middle, and near enough to be read. */
  lookAt(id: string): void {
    if (!this.#network.hasNode(id)) return;
    // Not what sigma keeps of the node: between a change and the next frame that is not fitted yet.
    const place = this.#sigma.viewportToFramedGraph(this.#sigma.graphToViewport(this.#network.getNodeAttributes(id)));
    const camera = this.#sigma.getCamera();
    const to = { x: place.x, y: place.y, ratio: Math.min(camera.ratio, 0.6) };
    if (calm()) camera.setState(to);
    else void camera.animate(to, { duration: 300 });
  }

  zoom(by: number): void {
    const camera = this.#sigma.getCamera();
    camera.setState({ ratio: Math.min(4, Math.max(0.05, camera.ratio * by)) });
  }

  whole(): void {
    this.#sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  /**
   * Where one looks, as text for the address: the middle and how far one sees to the right, in
   * the places of the people, so that it means the same when more of them are there. "" is the whole.
   */
  get camera(): string {
    const { x, y, ratio } = this.#sigma.getCamera().getState();
    if ([x - 0.5, y - 0.5, ratio - 1].every((one) => Math.abs(one) < 0.002)) return "";
    const [middle, span] = this.#sight();
    return [middle.x, middle.y, span].map((one) => Number(one.toFixed(2))).join(",");
  }

  set camera(text: string) {
    const [x, y, span] = text.split(",").map(Number);
    if (x === undefined || y === undefined || span === undefined) return;
    if (![x, y, span].every(Number.isFinite) || span <= 0) return;
    const sigma = this.#sigma;
    const camera = sigma.getCamera();
    const ratio = (camera.getState().ratio * span) / this.#sight()[1];
    camera.setState({ ...sigma.viewportToFramedGraph(sigma.graphToViewport({ x, y })), ratio });
  }

  #sight(): [Coordinates, number] {
    const { width, height } = this.#sigma.getDimensions();
    const middle = this.#sigma.viewportToGraph({ x: width / 2, y: height / 2 });
    const edge = this.#sigma.viewportToGraph({ x: width, y: height / 2 });
    return [middle, Math.abs(edge.x - middle.x) || 1];
  }

  onCamera(listener: () => void): void {
    this.#sigma.getCamera().on("updated", listener);
  }

  /** Where a person is in the picture, in pixels from its upper left corner. */
  seenAt(id: string): Place {
    const { x, y } = this.#sigma.graphToViewport(this.#network.getNodeAttributes(id));
    return [x, y];
  }

  #wire(events: Events): void {
    const sigma = this.#sigma;
    sigma.on("beforeRender", () => this.#room.clear());
    sigma.on("enterNode", ({ node }) => this.#store.hover(node));
    sigma.on("leaveNode", () => this.#store.hover(null));
    sigma.on("clickNode", ({ node }) => events.chosen(node));
    sigma.on("clickEdge", ({ edge }) => events.arrow(...(this.#network.extremities(edge) as [string, string])));
    sigma.on("clickStage", () => events.nothing());
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      events.opened(node);
    });
    this.#wireDragging(events);
    this.#store.listen(() => this.#around());
  }

  /** Somebody who is dragged is pinned where they are let go. */
  #wireDragging(events: Events): void {
    const sigma = this.#sigma;
    let dragged: string | null = null;
    let moved = false;
    sigma.on("downNode", ({ node }) => {
      dragged = node;
      moved = false;
    });
    sigma.on("moveBody", ({ event }) => {
      if (dragged === null) return;
      moved = true;
      this.#network.mergeNodeAttributes(dragged, sigma.viewportToGraph(event));
      event.preventSigmaDefault();
      event.original.preventDefault();
      event.original.stopPropagation();
    });
    const drop = (): void => {
      if (dragged !== null && moved) {
        const { x, y } = this.#network.getNodeAttributes(dragged);
        events.moved(dragged, [Number(x.toFixed(2)), Number(y.toFixed(2))]);
      }
      dragged = null;
    };
    sigma.on("upNode", drop);
    sigma.on("upStage", drop);
  }

  /** Fit the frame to all who are there now. */
  fit(): void {
    this.#sigma.setCustomBBox(null);
    this.#sigma.refresh();
    this.#frame();
  }

  #around(): void {
    const centre = this.#centre();
    this.#near = new Set(centre === null ? [] : [centre, ...this.#network.neighbors(centre)]);
    this.refresh();
  }

  #centre(): string | null {
    const centre = this.#store.hovered ?? this.#store.now.chosen;
    return centre !== null && this.#network.hasNode(centre) ? centre : null;
  }

  #node(id: string, told: NodeLook): Partial<NodeDisplayData> {
    const look = this.#look;
    const centre = this.#centre();
    const picked = look.picked.has(id);
    const shown: Partial<NodeDisplayData> & { ring?: boolean } = {
      x: told.x,
      y: told.y,
      size: look.radius(id),
      label: this.#store.now.names ? told.label : null,
      color: colourOf(look.swatches.get(id), this.#colours),
      hidden: look.hidden.has(id),
      zIndex: 0,
      ...(picked ? { highlighted: true, ring: true } : {}),
    };
    if (id === centre) return { ...shown, highlighted: true, zIndex: 2, ...{ ring: false } };
    if (this.#near.has(id)) return { ...shown, forceLabel: true, zIndex: 1 };
    const idle = look.arrows !== null && !this.#busy.has(id);
    if (!picked && (centre !== null || idle)) return { ...shown, color: this.#colours.faded, label: null };
    return shown;
  }

  #arrow(arrow: string): { color: string; hidden: boolean; size: number; zIndex: number } {
    const look = this.#look;
    const [source, target] = this.#network.extremities(arrow);
    const size = this.#network.getEdgeAttribute(arrow, "size");
    const gone = look.hidden.has(source) || look.hidden.has(target);
    const hidden = gone || (look.arrows !== null && !look.arrows.has(arrow));
    if (look.path.has(`${source}\n${target}`)) {
      return { color: this.#colours.path, hidden: gone, size: size + 1.5, zIndex: 3 };
    }
    const [influencer, influenced] = this.#store.now.arrow;
    if (source === influencer && target === influenced) {
      return { color: this.#colours.label, hidden: gone, size: size + 1.5, zIndex: 4 };
    }
    const centre = this.#centre();
    if (centre === null) return { color: this.#colours.arrow, hidden, size, zIndex: 0 };
    if (source === centre) return { color: this.#colours.arrowOut, hidden, size, zIndex: 2 };
    if (target === centre) return { color: this.#colours.arrowIn, hidden, size, zIndex: 1 };
    return { color: this.#colours.arrow, hidden: true, size, zIndex: 0 };
  }
}

export type Drawn = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color"> & { ring?: boolean };
export type Drawing = Settings<NodeLook, ArrowLook>;
