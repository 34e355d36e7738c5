// The people and arrows that are shown, as one graph; what is drawn reads nothing else.
import { DirectedGraph } from "graphology";
import type { Arrow, Moment, Person } from "./data.ts";
import type { Place } from "./state.ts";

export interface NodeLook {
  x: number;
  y: number;
  size: number;
  label: string;
  person: Person;
  fixed?: boolean;
}

export interface ArrowLook {
  weight: number;
  acts: number;
  moments: readonly Moment[];
  size: number;
}

export type Network = DirectedGraph<NodeLook, ArrowLook>;

export function emptyNetwork(): Network {
  return new DirectedGraph<NodeLook, ArrowLook>();
}

/** Where people stood when they were last in the picture, so that they come back there. */
export type Places = Map<string, Place>;

/**
 * Makes the network hold just these people and the arrows among them; gives the ids of those
 * who are new to the picture. `beside` tells whom a new one is put next to, if anybody.
 */
export function reconcile(
  network: Network,
  people: readonly Person[],
  arrows: Iterable<Arrow>,
  places: Places,
  beside: string | null = null,
): string[] {
  const wanted = new Set(people.map((one) => one.id));
  for (const id of network.nodes()) {
    if (wanted.has(id)) continue;
    const { x, y } = network.getNodeAttributes(id);
    places.set(id, [x, y]);
    network.dropNode(id);
  }
  const fresh: string[] = [];
  people.forEach((person, place) => {
    if (network.hasNode(person.id)) return;
    const known = places.get(person.id);
    const [x, y] = known ?? beginning(network, person, place, beside);
    network.addNode(person.id, { x, y, size: 4, label: person.name || person.handle, person });
    if (!known) fresh.push(person.id);
  });
  // In an order that does not hang on what was fetched first: forces add up in the same way.
  const within = [...arrows].filter((one) => network.hasNode(one.influencer) && network.hasNode(one.influenced));
  for (const arrow of within.sort(byEnds)) join(network, arrow);
  return fresh;
}

function byEnds(one: Arrow, other: Arrow): number {
  if (one.influencer !== other.influencer) return one.influencer < other.influencer ? -1 : 1;
  return one.influenced < other.influenced ? -1 : 1;
}

function join(network: Network, arrow: Arrow): void {
  const { influencer, influenced, weight, acts, moments } = arrow;
  if (influencer === influenced) return;
  const many = network.getNodeAttribute(influencer, "person").opens !== null;
  const size = many ? 0.8 + 0.9 * Math.log10(1 + weight) : 0.8 + 2.2 * Math.sqrt(Math.max(weight, 0));
  network.mergeDirectedEdge(influencer, influenced, { weight, acts, moments, size });
}

/**
 * Where a person stands before the forces act: where the newest run has put them, beside the
 * person around whom they were added, or on a spiral in their community's direction. The same
 * graph gives the same picture.
 */
function beginning(network: Network, person: Person, place: number, beside: string | null): Place {
  const turn = place * 2.399963;
  if (beside !== null && network.hasNode(beside)) {
    const { x, y } = network.getNodeAttributes(beside);
    return [x + 2 * Math.cos(turn), y + 2 * Math.sin(turn)];
  }
  if (person.x !== null && person.y !== null) return [person.x, person.y];
  const angle = ((person.community ?? 7) / 8) * 2 * Math.PI;
  const reach = Math.sqrt(place + 1);
  return [30 * Math.cos(angle) + reach * Math.cos(turn), 30 * Math.sin(angle) + reach * Math.sin(turn)];
}

/** The neighbours of a person by the weight of the arrow between, strongest first. */
export function neighboursByWeight(network: Network, id: string): string[] {
  const weights = new Map<string, number>();
  network.forEachEdge(id, (_edge, told, source, target) => {
    const other = source === id ? target : source;
    weights.set(other, Math.max(weights.get(other) ?? 0, told.weight));
  });
  return [...weights].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([other]) => other);
}
