// The graph page: one canvas, its tools, a panel and the table that says the same.
import { fetched } from "./data.ts";
import { found, say } from "./dom.ts";
import { Explorer } from "./explorer.ts";

async function begin(box: HTMLElement): Promise<void> {
  const root = document.documentElement;
  try {
    const picture = await fetched(box.dataset["source"] ?? "");
    if (picture.people.length === 0) {
      root.dataset["picture"] = "empty";
      return;
    }
    const explorer = new Explorer(box);
    root.dataset["picture"] = await explorer.open(picture);
  } catch (error) {
    say(`The picture could not be had: ${(error as Error).message}`);
    root.dataset["picture"] = "failed";
  }
}

const box = document.querySelector<HTMLElement>("[data-graph]");
if (box) void begin(box);
else found<HTMLElement>("html").dataset["picture"] = "empty";
