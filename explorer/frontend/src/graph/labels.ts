// How names are drawn upon the picture.
import type { Palette } from "./colours.ts";
import type { Drawing, Drawn } from "./renderer.ts";

const LONGEST = 36;

type Box = { left: number; top: number; right: number; bottom: number };

/** The room that names take in one frame: one that would lie upon another is not drawn until there is room. */
export class Room {
  #taken: Box[] = [];

  clear(): void {
    this.#taken = [];
  }

  /** Take it, if nobody has any of it. */
  take(box: Box): boolean {
    const free = this.#taken.every(
      (one) =>
        box.right < one.left || one.right < box.left || box.bottom < one.top || one.bottom < box.top,
    );
    if (free) this.#taken.push(box);
    return free;
  }
}

/** A name as it stands in the picture: one of eighty letters would lie upon its neighbours. */
export function shortened(label: string): string {
  const letters = label.length > LONGEST ? [...label] : [];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("").trimEnd()}…` : label;
}

/** The label on a halo, so that arrows do not run through it. */
export function drawLabel(
  context: CanvasRenderingContext2D,
  node: Drawn,
  settings: Drawing,
  colours: Palette,
  room?: Room,
): void {
  if (!node.label) return;
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  const left = node.x + node.size + 3;
  const base = node.y + settings.labelSize / 3;
  const label = shortened(node.label);
  const right = left + context.measureText(label).width;
  if (room && !room.take({ left, top: base - settings.labelSize, right, bottom: base + 2 })) return;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colours.halo;
  context.strokeText(label, left, base);
  context.fillStyle = colours.label;
  context.fillText(label, left, base);
}

/** A ring around whoever is chosen or picked; the chosen one's name on a ground of its own. */
export function drawHover(context: CanvasRenderingContext2D, node: Drawn, settings: Drawing, colours: Palette): void {
  context.beginPath();
  context.arc(node.x, node.y, node.size + 3, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = node.ring ? colours.arrowOut : colours.label;
  context.stroke();
  if (!node.label) return;
  if (node.ring) return drawLabel(context, node, settings, colours);
  context.font = `600 13px ${settings.labelFont}`;
  const label = shortened(node.label);
  const width = context.measureText(label).width;
  const left = node.x + node.size + 6;
  context.fillStyle = colours.halo;
  context.fillRect(left - 3, node.y - 10, width + 6, 20);
  context.fillStyle = colours.label;
  context.fillText(label, left, node.y + 4);
}
