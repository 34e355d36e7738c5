// The recipe's form, live: what is typed is worked out a moment later. Without this the form is sent.

const PAUSE = 500;
const AGAIN = 300;
const AWAY = 5_000;

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The address of what stands in the form: without what is as it was begun. */
function addressOf(form: HTMLFormElement): string {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const field = form.elements.namedItem(name) as Field;
    // A text area's lines end otherwise once they are in a form.
    const text = String(value).replaceAll("\r\n", "\n");
    if (text !== field.dataset["begun"]) said.append(name, text);
  }
  const query = said.toString();
  return query ? `${form.action}?${query}` : form.action;
}

class Kitchen {
  readonly #form: HTMLFormElement;
  readonly #place: HTMLElement;
  readonly #said: HTMLElement;
  #asked: AbortController | null = null;
  #timer = 0;

  constructor(form: HTMLFormElement, place: HTMLElement, said: HTMLElement) {
    this.#form = form;
    this.#place = place;
    this.#said = said;
    form.addEventListener("input", () => this.#soon(PAUSE));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#soon(0);
    });
    // What was not there yet when the page came is waited for.
    if (this.#working()) this.#soon(AGAIN);
  }

  #working(): boolean {
    return document.querySelector("#movement[data-working]") !== null;
  }

  /** Ask in a moment; what was asked before is not waited for any more. */
  #soon(pause: number): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#timer = window.setTimeout(() => void this.#ask(), pause);
  }

  async #ask(): Promise<void> {
    const asked = new AbortController();
    this.#asked = asked;
    this.#place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(addressOf(this.#form), { signal: asked.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (asked.signal.aborted) return;
      if (!page.querySelector("#movement")) return this.#refused(answer, page);
      this.#show(page);
      history.replaceState(history.state, "", answer.url);
      if (this.#working()) this.#soon(AGAIN);
    } catch {
      if (!asked.signal.aborted) this.#say("The site does not answer just now.");
    } finally {
      if (this.#asked === asked) this.#place.removeAttribute("aria-busy");
    }
  }

  #show(page: Document): void {
    for (const fresh of page.querySelectorAll<HTMLElement>("[data-swap]")) {
      const old = document.getElementById(fresh.id);
      if (old && old.outerHTML !== fresh.outerHTML) this.#swap(old, fresh);
    }
    for (const fresh of page.querySelectorAll<HTMLElement>("[data-recipe] [data-begun]")) {
      document.getElementById(fresh.id)?.toggleAttribute("aria-invalid", fresh.hasAttribute("aria-invalid"));
    }
    this.#say(page.getElementById("said")?.textContent ?? "");
  }

  #swap(old: HTMLElement, fresh: HTMLElement): void {
    const open = old.querySelector("details")?.open;
    old.replaceWith(document.adoptNode(fresh));
    if (open) fresh.querySelector("details")?.setAttribute("open", "");
  }

  #refused(answer: Response, page: Document): void {
    const why = page.querySelector("main p:not(.code)")?.textContent?.trim();
    this.#say(why || `The site answered ${answer.status}.`, true);
    if (answer.status === 429) this.#soon(1_000 * Number(answer.headers.get("Retry-After") ?? 0) || AWAY);
  }

  /** For everybody in the live region; what went wrong is also seen. */
  #say(text: string, seen = false): void {
    if (this.#said.textContent !== text) this.#said.textContent = text;
    this.#said.classList.toggle("unseen", !seen);
    this.#said.classList.toggle("note", seen);
  }
}

const form = document.querySelector<HTMLFormElement>("form[data-recipe]");
const place = document.querySelector<HTMLElement>(".served");
const said = document.getElementById("said");
if (form && place && said) new Kitchen(form, place, said);
document.documentElement.dataset["recipe"] = "ready";
