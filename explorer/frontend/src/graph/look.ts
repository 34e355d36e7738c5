// What a view comes to: colours, sizes, who is hidden, which arrows are seen. Pure.
import type { Community } from "./data.ts";
import { sieve, thinned } from "./filters.ts";
import type { Network } from "./network.ts";
import { type Group, groupsBy, radiusBy } from "./scales.ts";
import type { Scene } from "./scene.ts";
import type { View } from "./state.ts";

/** What the rest of the page works out of the view, once for each change of it. */
export interface Look {
  swatches: ReadonlyMap<string, string>;
  radius(id: string): number;
  hidden: ReadonlySet<string>;
  /** Null when all arrows are seen. */
  arrows: ReadonlySet<string> | null;
  path: ReadonlySet<string>;
  picked: ReadonlySet<string>;
}

export const PLAIN: Look = {
  swatches: new Map(),
  radius: () => 4,
  hidden: new Set(),
  arrows: null,
  path: new Set(),
  picked: new Set(),
};

export function lookOf(
  view: View,
  network: Network,
  scene: Scene,
  communities: readonly Community[],
): { look: Look; groups: Group[] } {
  const here = network.mapNodes((_id, told) => told.person);
  const groups = groupsBy(here, view.color, communities);
  const only = groups.find((group) => group.key === view.only);
  const kept = new Set(only?.ids);
  const others = only ? here.filter((one) => !kept.has(one.id)).map((one) => one.id) : [];
  const fits = sieve(view, scene.step);
  const radius = radiusBy(here, view.size);
  const look = {
    swatches: new Map(groups.flatMap((group) => group.ids.map((id) => [id, group.swatch] as const))),
    radius: (id: string) => radius(network.getNodeAttribute(id, "person")),
    hidden: new Set([...view.hide, ...others]),
    arrows: thinned(view) ? new Set(network.filterEdges((_id, told) => fits(told))) : null,
    path: scene.pathArrows(view),
    picked: new Set(view.picked),
  };
  return { look, groups };
}
