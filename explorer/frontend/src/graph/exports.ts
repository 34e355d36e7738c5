// The picture as a file: SVG made of the network itself, and PNG painted from that SVG.
import { colourOf, palette } from "./colours.ts";
import { shortened } from "./labels.ts";
import type { Look } from "./look.ts";
import type { Network } from "./network.ts";

const WIDTH = 1600;
const MARGIN = 60;
const LABELS = 120;

function escaped(text: string): string {
  // XML has no control characters; the rest could end what it stands in.
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

export interface Colours {
  halo: string;
  label: string;
  arrow: string;
  path: string;
  other: string;
  communities: readonly string[];
  ramp: readonly string[];
}

/** What is seen of the network: who is hidden is not there, nor are arrows that are filtered out. */
export function svgOf(network: Network, look: Look, names: boolean, colours: Colours): string {
  const ids = network.nodes().filter((id) => !look.hidden.has(id));
  const told = ids.map((id) => ({ id, size: look.radius(id), ...xy(network, id) }));
  const left = Math.min(...told.map((one) => one.x));
  const top = Math.max(...told.map((one) => one.y));
  const wide = Math.max(...told.map((one) => one.x)) - left || 1;
  const high = top - Math.min(...told.map((one) => one.y)) || 1;
  const scale = Math.min((WIDTH - 2 * MARGIN) / wide, (WIDTH - 2 * MARGIN) / high);
  const width = Math.round(wide * scale + 2 * MARGIN + LABELS);
  const height = Math.round(high * scale + 2 * MARGIN);
  // The y of a graph grows upwards, that of a picture downwards.
  const at = new Map(told.map(({ id, x, y }) => [id, [MARGIN + (x - left) * scale, MARGIN + (top - y) * scale] as const]));
  const lines: string[] = [];
  network.forEachEdge((arrow, { size }, source, target) => {
    const from = at.get(source);
    const to = at.get(target);
    const way = look.path.has(`${source}\n${target}`);
    if (!from || !to || (!way && look.arrows !== null && !look.arrows.has(arrow))) return;
    lines.push(line(from, to, look.radius(target) + 2, way ? colours.path : colours.arrow, way ? size + 1 : size, way));
  });
  const circles = told.map(({ id, size }) => {
    const [x, y] = at.get(id) as readonly [number, number];
    const label = escaped(network.getNodeAttribute(id, "label"));
    const title = names ? `<title>${label}</title>` : "";
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${size.toFixed(1)}" fill="${colourOf(look.swatches.get(id), colours as never)}">${title}</circle>`;
  });
  const labels = names ? told.map((one) => text(at.get(one.id) as readonly [number, number], one.size, network.getNodeAttribute(one.id, "label"), colours)) : [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Inter, sans-serif" font-size="13">`,
    `<defs><marker id="head" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="4" markerHeight="4" orient="auto"><path d="M0 0 6 3 0 6z" fill="context-stroke"/></marker></defs>`,
    `<rect width="100%" height="100%" fill="${colours.halo}"/>`,
    `<g>${lines.join("")}</g><g>${circles.join("")}</g><g>${labels.join("")}</g></svg>`,
  ].join("\n");
}

function xy(network: Network, id: string): { x: number; y: number } {
  const { x, y } = network.getNodeAttributes(id);
  return { x, y };
}

function line(from: readonly [number, number], to: readonly [number, number], short: number, colour: string, size: number, way: boolean): string {
  const long = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const part = Math.max(0, 1 - short / long);
  const end = [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
  const ends = `x1="${from[0].toFixed(1)}" y1="${from[1].toFixed(1)}" x2="${end[0]?.toFixed(1)}" y2="${end[1]?.toFixed(1)}"`;
  return `<line ${ends} stroke="${colour}" stroke-opacity="${way ? 1 : 0.35}" stroke-width="${size.toFixed(1)}" marker-end="url(#head)"/>`;
}

function text(at: readonly [number, number], size: number, label: string, colours: Colours): string {
  const halo = `stroke="${colours.halo}" stroke-width="3" paint-order="stroke" stroke-linejoin="round"`;
  return `<text x="${(at[0] + size + 4).toFixed(1)}" y="${(at[1] + 4.5).toFixed(1)}" fill="${colours.label}" ${halo}>${escaped(shortened(label))}</text>`;
}

/** The palette at hand with a plain colour for arrows: SVG has opacities of its own. */
export function svgColours(): Colours {
  const colours = palette();
  return { ...colours, arrow: colours.other };
}

/** `svg` as an address that an image may have under our policy. */
export function asAddress(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

export function saved(blob: Blob, file: string): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = file;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = asAddress(svg);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("the picture is too large"))), "image/png");
  });
}
