// Where people stand: ForceAtlas2, in small portions between frames, so that the page answers
// meanwhile. It has no chance in it: the same data give the same picture.
import forceAtlas2 from "graphology-layout-forceatlas2";
import { calm } from "./dom.ts";
import type { Network } from "./network.ts";

const ROUNDS = 540;
const MILLISECONDS = 14;

function settingsFor(network: Network, iterations: number): Parameters<typeof forceAtlas2.assign>[1] {
  return {
    iterations,
    getEdgeWeight: (_edge, told) => 0.2 + (told as { weight: number }).weight,
    settings: {
      ...forceAtlas2.inferSettings(network.order),
      linLogMode: true,
      adjustSizes: true,
      barnesHutOptimize: network.order > 400,
      gravity: 1.2,
      scalingRatio: 8,
      slowDown: 4,
      edgeWeightInfluence: 0.6,
    },
  };
}

/** How often the forces act: fewer times in a large picture, and when most keep their place. */
export function rounds(order: number, held: number): number {
  const whole = held > 0 ? ROUNDS / 3 : ROUNDS;
  return Math.round(Math.max(60, whole * Math.min(1, 300 / Math.max(order, 1))));
}

/**
 * Lets the forces act; those in `held` keep their place, so that a picture that is known
 * stays as it is when people are added. Who wants no motion sees where it ends alone.
 */
export async function settle(shown: Network, held: Iterable<string>): Promise<void> {
  const network = calm() ? (shown.copy() as Network) : shown;
  const fixed = [...held].filter((id) => network.hasNode(id));
  if (network.order < 2 || fixed.length === network.order) return;
  for (const id of fixed) network.setNodeAttribute(id, "fixed", true);
  // A portion has always as many rounds, however fast the machine: its forces begin anew each time.
  const portion = network.order > 800 ? 4 : 12;
  let began = performance.now();
  for (let left = rounds(network.order, fixed.length); left > 0; left -= portion) {
    forceAtlas2.assign(network, settingsFor(network, portion));
    if (performance.now() - began < MILLISECONDS) continue;
    await new Promise((go) => setTimeout(go, 0));
    began = performance.now();
  }
  for (const id of fixed) if (network.hasNode(id)) network.removeNodeAttribute(id, "fixed");
  if (network === shown) return;
  network.forEachNode((id, { x, y }) => shown.hasNode(id) && shown.mergeNodeAttributes(id, { x, y }));
}
