// What every page runs: htmx for the lists that change in place, and the theme switch.
import "htmx.org";

const KEY = "theme";

function shownTheme(): "light" | "dark" {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function tellSwitch(button: HTMLElement): void {
  const dark = shownTheme() === "dark";
  button.setAttribute("aria-pressed", String(dark));
}

function choose(theme: "light" | "dark"): void {
  document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage can be refused: the choice then lasts as long as the page.
  }
  document.dispatchEvent(new CustomEvent("theme"));
}

function wireSwitch(): void {
  const button = document.querySelector<HTMLElement>("[data-theme-switch]");
  if (!button) return;
  button.hidden = false;
  tellSwitch(button);
  button.addEventListener("click", () => {
    choose(shownTheme() === "dark" ? "light" : "dark");
    tellSwitch(button);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => tellSwitch(button));
}

/** A form marked so is sent as soon as one of its choices changes; its button is then not needed. */
function wireForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-send-on-change]")) {
    form.querySelector("button[type=submit]")?.setAttribute("hidden", "");
    form.addEventListener("change", () => form.requestSubmit());
  }
}

/** Empty fields are left out of the address. */
function wireEmptyFields(): void {
  document.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData.entries()]) {
      if (value === "") event.formData.delete(name);
    }
  });
}

/** "/" goes to the search field, as on many reference sites; never while something is typed. */
function wireSlash(): void {
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as HTMLElement).closest("input, textarea, select, [role=application]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    const field = document.querySelector<HTMLInputElement>("input[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
}

/** A load that goes on is asked how far it is; when it ends, its page says what came of it. */
function wireProgress(): void {
  const place = document.querySelector<HTMLElement>("[data-progress]");
  const bar = place?.querySelector("progress");
  const address = place?.dataset["progress"];
  if (!bar || !address) return;
  const look = async (): Promise<void> => {
    try {
      const told = (await (await fetch(address)).json()) as Record<string, number | string | null>;
      if (told["state"] !== "loading") return location.reload();
      if (typeof told["done"] === "number") bar.value = told["done"];
      for (const count of document.querySelectorAll<HTMLElement>("[data-count]")) {
        const value = told[count.dataset["count"] ?? ""];
        if (typeof value === "number") count.textContent = value.toLocaleString("en-US");
      }
    } catch {
      // The site may be starting again; the next look finds out.
    }
    setTimeout(() => void look(), 1_000);
  };
  void look();
}

wireSwitch();
wireForms();
wireProgress();
wireEmptyFields();
wireSlash();
document.documentElement.dataset["site"] = "ready";
