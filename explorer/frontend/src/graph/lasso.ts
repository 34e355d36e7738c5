// A line drawn around people picks them.
import { inside } from "./scales.ts";
import type { Place } from "./state.ts";

const LEAST_MOVE = 4;

export interface LassoActs {
  people(): Iterable<readonly [string, Place]>;
  caught(ids: string[], more: boolean): void;
}

/** While `switch_` is pressed, or Shift is held, dragging over `box` draws instead of moving. */
export function wireLasso(box: HTMLElement, sheet: SVGSVGElement, switch_: HTMLElement, acts: LassoActs): void {
  const line = sheet.querySelector("polygon") as SVGPolygonElement;
  let points: Place[] = [];
  let drawing = false;
  const on = (wanted: boolean): void => {
    sheet.classList.toggle("on", wanted);
    switch_.setAttribute("aria-pressed", String(wanted));
  };
  const pressed = (): boolean => switch_.dataset["held"] === "yes";
  switch_.addEventListener("click", () => {
    switch_.dataset["held"] = pressed() ? "no" : "yes";
    on(pressed());
  });
  // Shift alone, over the picture: a capital typed elsewhere is none.
  addEventListener("keydown", (event) => event.key === "Shift" && box.matches(":hover, :focus") && on(true));
  addEventListener("keyup", (event) => event.key === "Shift" && !drawing && on(pressed()));
  const at = (event: PointerEvent): Place => {
    const edge = sheet.getBoundingClientRect();
    return [event.clientX - edge.left, event.clientY - edge.top];
  };
  const draw = (): void => line.setAttribute("points", points.map((one) => one.join(",")).join(" "));
  sheet.addEventListener("pointerdown", (event) => {
    drawing = true;
    points = [at(event)];
    sheet.setPointerCapture(event.pointerId);
    draw();
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const [x, y] = at(event);
    const [lastX, lastY] = points[points.length - 1] as Place;
    if (Math.hypot(x - lastX, y - lastY) < LEAST_MOVE) return;
    points.push([x, y]);
    draw();
  });
  const end = (event: PointerEvent, whole: boolean): void => {
    if (!drawing) return;
    drawing = false;
    const ids = [...acts.people()].filter(([, [x, y]]) => inside(points, x, y)).map(([id]) => id);
    if (whole && points.length > 2) acts.caught(ids, event.ctrlKey || event.metaKey);
    points = [];
    draw();
    switch_.dataset["held"] = "no";
    on(false);
  };
  sheet.addEventListener("pointerup", (event) => end(event, true));
  sheet.addEventListener("pointercancel", (event) => end(event, false));
}
