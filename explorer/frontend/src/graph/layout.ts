// Where people stand: ForceAtlas2, in small portions between frames. The pictures are small
// (a few hundred people), so this needs no worker, and the same data give the same picture.
import forceAtlas2 from "graphology-layout-forceatlas2";
import type { Network } from "./network.ts";

const PORTION = 12;

function settingsFor(network: Network): Parameters<typeof forceAtlas2.assign>[1] {
  return {
    iterations: PORTION,
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

function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Lets the forces act; those in `held` keep their place, so that a picture that is known
 * stays as it is when people are added. `done` is called once.
 */
export function settle(network: Network, held: readonly string[], done: () => void): void {
  const settings = settingsFor(network);
  for (const id of held) network.setNodeAttribute(id, "fixed", true);
  let left = held.length > 0 ? 15 : 45;
  const end = (): void => {
    for (const id of held) network.removeNodeAttribute(id, "fixed");
    done();
  };
  if (calm()) {
    while (left-- > 0) forceAtlas2.assign(network, settings);
    end();
    return;
  }
  const portion = (): void => {
    forceAtlas2.assign(network, settings);
    left -= 1;
    if (left > 0) setTimeout(portion, 0);
    else end();
  };
  portion();
}
