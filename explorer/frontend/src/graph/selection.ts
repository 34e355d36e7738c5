// Those who are picked, by lasso, legend or one by one, and what can be done with them.
import { button, element, link, people } from "./dom.ts";
import type { Network } from "./network.ts";

const COMPARED = 5;
const LISTED = 200;

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
  strip.append(element("p", circles ? `${here.length} ${here.length === 1 ? "community" : "communities"} picked` : `${people(here.length)} picked`));
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
  const { compare, lists, topic = "*" } = box.dataset;
  if (compare && here.length >= 2 && here.length <= COMPARED) {
    row.push(link("Compare", `${compare}?${new URLSearchParams(compared(topic, here))}`, "button quiet"));
  }
  if (lists && here.length <= LISTED) row.push(toList(lists, listed(topic, here)));
  else if (lists) row.push(element("span", `A list holds ${LISTED}`, "muted"));
  row.push(
    link("CSV", acts.pictureOf(here, ".csv"), "button quiet"),
    link("A picture of them", acts.pictureOf(here, ""), "button quiet"),
  );
  return row;
}

/** What the comparison of them is asked: on the topic at hand. */
export function compared(topic: string, ids: readonly string[]): string[][] {
  return [["topic", topic], ...ids.map((id) => ["p", id])];
}

/** What a form that puts them on a list holds. */
export function listed(topic: string, ids: readonly string[]): string[][] {
  return [["topic", topic], ["people", JSON.stringify(ids)]];
}

function labelled(made: HTMLElement, act: string): HTMLElement {
  made.dataset["act"] = act;
  return made;
}

function toList(address: string, fields: readonly (readonly string[])[]): HTMLFormElement {
  const form = element("form") as HTMLFormElement;
  form.action = address;
  form.method = "get";
  for (const [name = "", value = ""] of fields) {
    const field = element("input") as HTMLInputElement;
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  const send = element("button", "To a list", "quiet") as HTMLButtonElement;
  send.type = "submit";
  form.append(send);
  return form;
}
