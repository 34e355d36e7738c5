// Those who are picked, by lasso, legend or one by one, and what can be done with them.
import { button, element, link, people } from "./dom.ts";
import type { Network } from "./network.ts";

const COMPARED = 5;

export interface SelectionActs {
  letGo(): void;
  onlyPicked(): void;
  hidePicked(): void;
  pictureOf(ids: readonly string[], form: "" | ".csv"): string;
}

/** `box` says where lists and comparisons are, where the site has them. */
export function selectionFace(
  box: HTMLElement,
  picked: readonly string[],
  network: Network,
  acts: SelectionActs,
): HTMLElement[] {
  const here = picked.filter((id) => network.hasNode(id));
  const strip = element("div", "", "picked");
  const circles = here.some((id) => network.getNodeAttribute(id, "person").opens !== null);
  strip.append(element("p", circles ? `${here.length} communities picked` : `${people(here.length)} picked`));
  const row = element("p", "", "actions");
  if (!circles) row.append(...taken(box, here, acts));
  row.append(
    labelled(button("Only these", acts.onlyPicked), "only"),
    labelled(button("Hide them", acts.hidePicked), "hide picked"),
    labelled(button("Let go", acts.letGo), "let go"),
  );
  strip.append(row);
  return [strip];
}

/** What can be done with people outside of the picture. */
function taken(box: HTMLElement, here: readonly string[], acts: SelectionActs): HTMLElement[] {
  const row: HTMLElement[] = [];
  const { compare, lists } = box.dataset;
  if (compare && here.length >= 2 && here.length <= COMPARED) {
    row.push(link("Compare", `${compare}?${new URLSearchParams(here.map((id) => ["p", id]))}`, "button quiet"));
  }
  if (lists) row.push(toList(lists, here));
  row.push(
    link("CSV", acts.pictureOf(here, ".csv"), "button quiet"),
    link("A picture of them", acts.pictureOf(here, ""), "button quiet"),
  );
  return row;
}

function labelled(made: HTMLElement, act: string): HTMLElement {
  made.dataset["act"] = act;
  return made;
}

/** A form that takes the ids along: there may be more than an address holds. */
function toList(address: string, ids: readonly string[]): HTMLFormElement {
  const form = element("form") as HTMLFormElement;
  form.action = address;
  form.method = "get";
  const field = element("input") as HTMLInputElement;
  field.type = "hidden";
  field.name = "people";
  field.value = JSON.stringify(ids);
  const send = element("button", "To a list", "quiet") as HTMLButtonElement;
  send.type = "submit";
  form.append(field, send);
  return form;
}
