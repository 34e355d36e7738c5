// The picture's colours in both themes. Communities: seven hues that stay apart under the
// common kinds of colour blindness, and grey for the rest.

export interface Palette {
  communities: readonly string[];
  /** From little to much, one hue. */
  ramp: readonly string[];
  path: string;
  other: string;
  label: string;
  halo: string;
  arrow: string;
  arrowIn: string;
  arrowOut: string;
  faded: string;
}

const LIGHT: Palette = {
  communities: ["#2d2da8", "#3c93f8", "#804ece", "#e7569c", "#690d5f", "#9f4d51", "#929825"],
  ramp: ["#7ea9dc", "#558cca", "#2f6fb3", "#175492", "#0a3566"],
  path: "#b3261e",
  other: "#76859a",
  label: "#16202c",
  halo: "#ffffff",
  arrow: premultiplied("#5b6b80", 0.3),
  arrowOut: "#0b5cad",
  arrowIn: "#8a4b00",
  faded: premultiplied("#76859a", 0.22),
};

const DARK: Palette = {
  communities: ["#4879f5", "#22b6d9", "#42fefc", "#c93694", "#ec8f86", "#e1d727", "#968015"],
  ramp: ["#2f5f8f", "#3f80bd", "#5aa0e0", "#8cc4ff", "#cfe6ff"],
  path: "#ff8a80",
  other: "#8796a8",
  label: "#e6edf3",
  halo: "#0f1419",
  arrow: premultiplied("#9fb0c3", 0.3),
  arrowOut: "#6cb2ff",
  arrowIn: "#f0b45a",
  faded: premultiplied("#6b7d92", 0.25),
};

export function palette(): Palette {
  const chosen = document.documentElement.dataset["theme"];
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return dark ? DARK : LIGHT;
}

/** The colour of a swatch of the legend: "community-3", "ramp-1", "community-other". */
export function colourOf(swatch: string | undefined, colours: Palette): string {
  const [scale, place] = (swatch ?? "").split("-");
  const known = scale === "ramp" ? colours.ramp : scale === "community" ? colours.communities : [];
  return known[Number(place)] ?? colours.other;
}

/**
 * A translucent colour as sigma wants it: it blends premultiplied alpha without
 * multiplying, so that a plain "#8a93a333" would not be seen on white.
 */
export function premultiplied(colour: string, alpha: number): string {
  const channels = [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16) * alpha);
  return `#${[...channels, 255 * alpha].map((one) => Math.round(one).toString(16).padStart(2, "0")).join("")}`;
}
