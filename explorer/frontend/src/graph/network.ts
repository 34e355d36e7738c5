// The people and arrows that are shown, as one graph; what is drawn reads nothing else.
import { DirectedGraph } from "graphology";
import type { Arrow, Person, Picture } from "./data.ts";

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
  size: number;
}

export type Network = DirectedGraph<NodeLook, ArrowLook>;

export function emptyNetwork(): Network {
  return new DirectedGraph<NodeLook, ArrowLook>();
}

/** Adds what is not there yet; gives the ids of those who were added. */
export function grow(network: Network, picture: Picture, around: string | null = null): string[] {
  const added: string[] = [];
  picture.people.forEach((person, place) => {
    if (network.hasNode(person.id)) return;
    network.addNode(person.id, { ...beginning(network, person, place, around), ...look(person) });
    added.push(person.id);
  });
  for (const arrow of picture.arrows) join(network, arrow);
  return added;
}

function join(network: Network, arrow: Arrow): void {
  const { influencer, influenced, weight, acts } = arrow;
  if (influencer === influenced || !network.hasNode(influencer) || !network.hasNode(influenced)) return;
  const told = { weight, acts, size: 0.8 + 2.2 * Math.sqrt(Math.max(weight, 0)) };
  network.mergeDirectedEdge(influencer, influenced, told);
}

function look(person: Person): { size: number; label: string; person: Person } {
  const size = 4 + 13 * (Math.max(person.score ?? 0, 0) / 100) ** 2;
  return { size, label: person.name || person.handle, person };
}

/**
 * Where a person stands before the forces act: on a spiral in its community's direction,
 * or beside the person around whom it was added. The same graph gives the same picture.
 */
function beginning(network: Network, person: Person, place: number, around: string | null): { x: number; y: number } {
  if (around !== null && network.hasNode(around)) {
    const { x, y } = network.getNodeAttributes(around);
    const angle = place * 2.399963;
    return { x: x + 2 * Math.cos(angle), y: y + 2 * Math.sin(angle) };
  }
  const angle = ((person.community ?? 7) / 8) * 2 * Math.PI;
  const turn = place * 2.399963;
  const reach = Math.sqrt(place + 1);
  return { x: 30 * Math.cos(angle) + reach * Math.cos(turn), y: 30 * Math.sin(angle) + reach * Math.sin(turn) };
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
