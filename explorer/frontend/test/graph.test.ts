// What the picture is made of, without a browser. Run with "npm test".
import assert from "node:assert/strict";
import { test } from "node:test";
import { alone } from "../src/graph/alone.ts";
import { spoken } from "../src/graph/card.ts";
import { colourOf, premultiplied } from "../src/graph/colours.ts";
import { type Answer, type Person, moreOf, pictureFrom } from "../src/graph/data.ts";
import { svgOf } from "../src/graph/exports.ts";
import { bars, coarser, histogram, sieve } from "../src/graph/filters.ts";
import { matching } from "../src/graph/finder.ts";
import { Walk } from "../src/graph/keyboard.ts";
import { Room, shortened } from "../src/graph/labels.ts";
import { rounds } from "../src/graph/layout.ts";
import { type Places, emptyNetwork, neighboursByWeight, reconcile } from "../src/graph/network.ts";
import { classesOf, groupsBy, inside, radiusBy } from "../src/graph/scales.ts";
import { Scene } from "../src/graph/scene.ts";
import { compared, listed } from "../src/graph/selection.ts";
import { BEGINNING, Store, type View, searchOf, viewFrom } from "../src/graph/state.ts";

const COLUMNS = ["id", "handle", "name", "network", "rank", "community", "address", "opens", "x", "y", "score", "people", "page_rank"];
const row = (id: string, name: string, community: number | null, score: number | null, people: number | null, rank: number | null) =>
  [`toy:${id}`, id, name, "toy", rank, community, `/people/toy:${id}`, null, null, null, score, people, score === null ? null : score / 10];
const ANSWER: Answer = {
  nodes: {
    columns: COLUMNS,
    rows: [row("a", "Ada", 0, 90, 9, 1), row("b", "b", 1, 10, 3, 2), row("c", "c", null, null, null, null)],
  },
  arrows: {
    columns: ["influencer", "influenced", "weight", "acts", "moments"],
    rows: [
      ["toy:a", "toy:b", 0.5, 2, [[0, 10, 1], [2, 14, 1]]],
      ["toy:c", "toy:a", 0.9, 1, [[4, null, 1]]],
      ["toy:a", "toy:a", 1, 1, []],
      ["toy:a", "toy:gone", 1, 1, []],
    ],
  },
  communities: { columns: ["place", "people", "around"], rows: [[0, 5, "Ada"]] },
  parts: [{ kind: "start", of: "", people: ["toy:a", "toy:b"], all: null }, { kind: "expand", of: "toy:a", people: ["toy:a", "toy:c"], all: 2 }],
  paths: [],
  step: 100,
  truncated: false,
  arrows_truncated: false,
};
const PICTURE = pictureFrom(ANSWER);

function drawn(places: Places = new Map()) {
  const network = emptyNetwork();
  const fresh = reconcile(network, PICTURE.people, PICTURE.arrows, places);
  return { network, fresh };
}

test("rows under columns become people and arrows", () => {
  assert.equal(PICTURE.people[0]?.name, "Ada");
  assert.deepEqual(PICTURE.people[0]?.values, { score: 90, people: 9, page_rank: 9 });
  assert.deepEqual(PICTURE.communities, [{ place: 0, people: 5, around: "Ada" }]);
});

test("a network holds each person once and only arrows between those who are there", () => {
  const { network, fresh } = drawn();
  assert.deepEqual(fresh, ["toy:a", "toy:b", "toy:c"]);
  assert.deepEqual(reconcile(network, PICTURE.people, PICTURE.arrows, new Map()), []);
  assert.deepEqual(network.edges().map((arrow) => network.extremities(arrow)), [["toy:a", "toy:b"], ["toy:c", "toy:a"]]);
});

test("who goes and comes back stands where they stood, and is not new", () => {
  const places: Places = new Map();
  const { network } = drawn(places);
  network.mergeNodeAttributes("toy:c", { x: 7, y: -3 });
  reconcile(network, PICTURE.people.slice(0, 2), [], places);
  assert.equal(network.hasNode("toy:c"), false);
  assert.deepEqual(reconcile(network, PICTURE.people, PICTURE.arrows, places), []);
  assert.deepEqual([network.getNodeAttribute("toy:c", "x"), network.getNodeAttribute("toy:c", "y")], [7, -3]);
});

test("the same people begin in the same places, and nobody on top of another", () => {
  const places = [0, 1].map(() => drawn().network.mapNodes((_id, told) => `${told.x} ${told.y}`));
  assert.deepEqual(places[0], places[1]);
  assert.equal(new Set(places[0]).size, 3);
});

test("a place that the run has kept is where somebody begins", () => {
  const network = emptyNetwork();
  reconcile(network, [{ ...PICTURE.people[0]!, x: 4, y: 5 }], [], new Map());
  assert.deepEqual([network.getNodeAttribute("toy:a", "x"), network.getNodeAttribute("toy:a", "y")], [4, 5]);
});

test("neighbours come strongest first, whichever way the arrow points", () => {
  assert.deepEqual(neighboursByWeight(drawn().network, "toy:a"), ["toy:c", "toy:b"]);
});

test("a walk goes round the neighbours and passes over who is hidden", () => {
  const { network } = drawn();
  const walk = new Walk();
  const steps = [1, 1, 1].map((by) => walk.step(network, "toy:a", by, new Set()));
  assert.deepEqual(steps, ["toy:c", "toy:b", "toy:c"]);
  assert.equal(new Walk().step(network, "toy:a", -1, new Set()), "toy:b");
  assert.equal(new Walk().step(network, "toy:a", 1, new Set(["toy:c"])), "toy:b");
});

test("the larger the picture, the fewer rounds, but always some", () => {
  assert.ok(rounds(60, 0) === rounds(300, 0) && rounds(300, 0) > rounds(1000, 0) && rounds(1000, 0) >= 60);
  assert.ok(rounds(100, 50) < rounds(100, 0));
});

test("a translucent colour is multiplied by its alpha before it is drawn", () => {
  assert.equal(premultiplied("#8a93a3", 0.2), "#1c1d2133");
});

test("a swatch has the colour of its scale, and grey where there is none", () => {
  const colours = { communities: ["#000001"], ramp: ["#000002"], other: "#777777" } as unknown as Parameters<typeof colourOf>[1];
  const swatches = ["community-0", "ramp-0", "community-8", "community-other", undefined];
  assert.deepEqual(swatches.map((one) => colourOf(one, colours)), ["#000001", "#000002", "#777777", "#777777", "#777777"]);
});

test("what asks for more people says what there is to say", () => {
  assert.deepEqual(moreOf({ topic: "*", step: 60, expand: ["x:a&b#c", "x:a&b#c"], path: [], via: ["like", "reply"], also: ['q"1'] }), {
    topic: "*",
    limit: 0,
    step: 60,
    expand: ["x:a&b#c", "x:a&b#c"],
    via: "like,reply",
    also: ['q"1'],
  });
  assert.deepEqual(moreOf({ topic: "a/b", step: 0, via: [], also: [] }), { topic: "a/b", limit: 0 });
});

test("who is picked is compared and put on a list on the topic at hand", () => {
  assert.equal(`${new URLSearchParams(compared("a/b", ["x:1", "x:2"]))}`, "topic=a%2Fb&p=x%3A1&p=x%3A2");
  assert.deepEqual(listed("a/b", ["x:1"]), [["topic", "a/b"], ["people", '["x:1"]']]);
});

test("while one act is under way another does nothing", async () => {
  let done = (_: boolean): void => {};
  const acts: string[] = [];
  const act = alone(async (name: string) => {
    acts.push(name);
    return new Promise<boolean>((resolve) => (done = resolve));
  });
  const first = act("first");
  assert.equal(await act("second"), false);
  done(true);
  assert.equal(await first, true);
  const failing = alone(() => Promise.reject(new Error("away")));
  await assert.rejects(failing());
  await assert.rejects(failing());
  void act("third");
  assert.deepEqual(acts, ["first", "third"]);
});

test("a picture of more time is told in longer steps, and what was known with it", () => {
  const scene = new Scene();
  scene.learn({ ...PICTURE, step: 60 }, BEGINNING);
  scene.learn({ ...PICTURE, arrows: [], parts: [], step: 600 }, BEGINNING);
  assert.equal(scene.step, 600);
  assert.deepEqual(scene.arrows.get("toy:a\ntoy:b")?.moments, [[0, 1, 1], [2, 1, 1]]);
  assert.deepEqual(coarser([[0, 10, 1], [0, 19, 2], [1, 10, 4], [0, null, 8]], 60, 600), [[0, 1, 3], [1, 1, 4], [0, null, 8]]);
});

const FULL: View = {
  ...BEGINNING,
  expand: ["toy:a", "toy:a"],
  add: ['x:"quoted"'],
  path: ["toy:a", "toy:b"],
  via: ["repost"],
  hide: ["x:&#é"],
  pin: { "toy:a": [1.5, -2] },
  kinds: ["like", "reply"],
  from: 1_700_000_000,
  to: 1_700_086_400,
  least: 0.25,
  size: "page_rank",
  color: "score",
  names: false,
  only: "score:2",
  chosen: "toy:b",
  arrow: ["toy:a", "toy:b"],
  picked: ["toy:a"],
  camera: "0.4,0.6,0.5",
};

test("an address holds the whole view, and leaves what the server decides as it is", () => {
  const search = searchOf("?topic=a%2Fb&limit=25&size=score&chosen=toy:z", FULL);
  assert.deepEqual(viewFrom(search), FULL);
  assert.equal(new URLSearchParams(search).get("topic"), "a/b");
  assert.equal(new URLSearchParams(search).get("limit"), "25");
  assert.equal(searchOf("", BEGINNING), "");
});

test("what cannot be read in an address is as in the beginning", () => {
  assert.deepEqual(viewFrom('?expand={"a":1}&hide=[1,"x"]&pin=[[1]]&from=soon&least=x&camera='), { ...BEGINNING, hide: ["x"] });
  assert.deepEqual(viewFrom('?expand=[[&pin={"a":[1,null],"b":[1,2]}').pin, { b: [1, 2] });
});

test("what is done can be undone and done again; what is only looked at is no step", () => {
  const store = new Store();
  store.act({ expand: ["toy:a"] });
  store.change({ chosen: "toy:a" });
  store.act({ least: 0.5 });
  store.undo();
  assert.deepEqual([store.now.least, store.now.expand, store.now.chosen], [0, ["toy:a"], "toy:a"]);
  store.undo();
  assert.deepEqual([store.now.expand, store.canUndo, store.canRedo], [[], false, true]);
  store.redo();
  store.redo();
  assert.deepEqual([store.now.expand, store.now.least, store.canRedo], [["toy:a"], 0.5, false]);
  store.undo();
  store.act({ least: 0.1 });
  assert.equal(store.canRedo, false);
});

test("hiding who is chosen lets go of them", () => {
  const store = new Store({ ...BEGINNING, chosen: "toy:a", picked: ["toy:a", "toy:b"] });
  const told: (string | null)[] = [];
  store.listen((now) => told.push(now.chosen));
  store.hide(["toy:a"]);
  assert.deepEqual([told, store.now.hide, store.now.picked], [[null], ["toy:a"], ["toy:b"]]);
});

test("a person stays as long as one part has brought them", () => {
  const scene = new Scene();
  const expanded = { ...BEGINNING, expand: ["toy:a"] };
  scene.learn(PICTURE, expanded);
  assert.deepEqual(scene.present(expanded), ["toy:a", "toy:b", "toy:c"]);
  assert.deepEqual(scene.present(BEGINNING), ["toy:a", "toy:b"]);
  assert.deepEqual(scene.present({ ...BEGINNING, add: ["toy:c"] }), ["toy:a", "toy:b", "toy:c"]);
  assert.equal(scene.missing(expanded), null);
  assert.deepEqual(scene.missing({ ...BEGINNING, expand: ["toy:a", "toy:a"], add: ["toy:x"], path: ["toy:a", "toy:b"] }), {
    expand: ["toy:a", "toy:a"],
    add: ["toy:x"],
    path: ["toy:a", "toy:b"],
  });
});

test("who was expanded twice was expanded once before, with the first of the same people", () => {
  const scene = new Scene();
  const people = Array.from({ length: 40 }, (_, i) => ({ ...(PICTURE.people[0] as Person), id: `toy:n${i}` }));
  const ids = people.map((one) => one.id);
  const twice = { ...BEGINNING, expand: ["toy:a", "toy:a"] };
  scene.learn({ ...PICTURE, people, arrows: [], parts: [{ kind: "expand", of: "toy:a", people: ids, all: 40 }] }, twice);
  assert.deepEqual(scene.present(twice), ids);
  assert.deepEqual(scene.present({ ...BEGINNING, expand: ["toy:a"] }), ids.slice(0, 25));
});

test("a path is known by its ends and kinds, and its arrows are those of the first chain", () => {
  const scene = new Scene();
  const view = { ...BEGINNING, path: ["toy:a", "toy:b"], via: ["like", "repost"] };
  const chain = { people: ["toy:a", "toy:c", "toy:b"], weights: [1, 1], weakest: 1 };
  scene.learn({ ...PICTURE, parts: [{ kind: "path", of: "", people: chain.people, all: null }], paths: [chain] }, view);
  assert.deepEqual([...scene.pathArrows({ ...view, via: ["repost", "like"] })], ["toy:a\ntoy:c", "toy:c\ntoy:b"]);
  assert.equal(scene.missing(view), null);
  assert.notEqual(scene.missing({ ...view, via: [] }), null);
});

test("an arrow passes by weight, kind and time together, within one act", () => {
  const [arrow, undated] = PICTURE.arrows as [(typeof PICTURE.arrows)[0], (typeof PICTURE.arrows)[0]];
  const passes = (changes: Partial<View>, of = arrow) => sieve({ ...BEGINNING, ...changes }, 100)(of);
  assert.equal(passes({}), true);
  assert.equal(passes({ least: 0.6 }), false);
  assert.equal(passes({ kinds: ["repost"] }), true);
  assert.equal(passes({ kinds: ["quote"] }), false);
  assert.equal(passes({ from: 1200 }), true);
  assert.equal(passes({ from: 1200, kinds: ["repost"] }), false);
  assert.equal(passes({ to: 999 }), false);
  assert.equal(passes({ to: 1000 }), true);
  assert.equal(passes({ from: 1099 }), true);
  assert.equal(passes({}, undated), true);
  assert.equal(passes({ from: 0 }, undated), false);
  assert.equal(passes({ kinds: ["like"] }, undated), true);
});

test("a histogram counts acts by step, and bars add up to it", () => {
  const time = histogram(PICTURE.arrows, BEGINNING);
  assert.deepEqual(time, { first: 10, counts: [1, 0, 0, 0, 1] });
  assert.deepEqual(bars(time!, 2), [1, 1]);
  assert.deepEqual(bars(time!, 60), [1, 0, 0, 0, 1]);
  assert.deepEqual(histogram(PICTURE.arrows, { ...BEGINNING, kinds: ["repost"] })?.counts, [1, 0, 0, 0, 0]);
  assert.equal(histogram([], BEGINNING), null);
  const many = { weight: 1, moments: Array.from({ length: 200_000 }, (_, place) => [0, place, 1] as const) };
  assert.equal(histogram([many], BEGINNING)?.counts.length, 200_000);
});

test("a larger value is a larger circle, and nobody is too small to be seen", () => {
  for (const measure of ["score", "people", "page_rank", "never heard of"]) {
    const radius = radiusBy(PICTURE.people, measure);
    const sizes = PICTURE.people.map(radius);
    assert.ok(sizes[0]! > sizes[1]! && sizes[1]! > sizes[2]!, measure);
    assert.equal(Math.min(...sizes), 4);
  }
});

test("a measure falls into classes of about as many people, and equal values into one", () => {
  assert.deepEqual(classesOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), [1, 3, 5, 7, 9]);
  assert.deepEqual(classesOf([2, 2, 2]), [2]);
  assert.deepEqual(classesOf([]), []);
});

test("everybody is in one row of the legend, whatever it colours by", () => {
  for (const color of ["community", "score", "page_rank"]) {
    const groups = groupsBy(PICTURE.people, color, PICTURE.communities);
    assert.deepEqual(groups.flatMap((group) => group.ids).sort(), ["toy:a", "toy:b", "toy:c"], color);
    assert.equal(new Set(groups.map((group) => group.key)).size, groups.length);
  }
  assert.deepEqual(groupsBy(PICTURE.people, "score", []).map((group) => [group.label, group.ids]), [
    ["90 and more", ["toy:a"]],
    ["10 to 90", ["toy:b"]],
    ["not known", ["toy:c"]],
  ]);
});

test("a lasso holds what lies within, also of a dented shape", () => {
  const dented = [[0, 0], [10, 0], [10, 10], [5, 2], [0, 10]] as const;
  assert.deepEqual([inside(dented, 1, 1), inside(dented, 5, 8), inside(dented, 9, 5), inside(dented, 11, 1)], [true, false, true, false]);
});

test("somebody is found by name or handle, exact first", () => {
  const near = matching([{ id: "1", name: "Canada", handle: "x" }, { id: "2", name: "Bo", handle: "ADA" }, { id: "3", name: "Adalbert", handle: "y" }], " ada ");
  assert.deepEqual(near.map((one) => one.id), ["2", "3", "1"]);
  assert.deepEqual(matching(PICTURE.people, " "), []);
});

test("an SVG holds what is seen, and no name breaks out of it", () => {
  const hostile = pictureFrom({ ...ANSWER, nodes: { columns: COLUMNS, rows: [row("a", `</text><script>"'&\u0000`, 0, 90, 9, 1), ...ANSWER.nodes.rows.slice(1)] } });
  const network = emptyNetwork();
  reconcile(network, hostile.people, hostile.arrows, new Map());
  const colours = { halo: "#fff", label: "#000", arrow: "#999", path: "#f00", other: "#777", communities: ["#00f"], ramp: [] };
  const look = { swatches: new Map([["toy:a", "community-0"]]), radius: () => 5, hidden: new Set(["toy:c"]), arrows: null, path: new Set<string>(), picked: new Set<string>() };
  const svg = svgOf(network, look, true, colours);
  assert.equal(svg.match(/<circle/g)?.length, 2);
  assert.equal(svg.match(/<line /g)?.length, 1);
  assert.ok(!svg.includes("<script>") && !svg.includes("\u0000"));
  assert.ok(svg.includes("&#60;/text&#62;"));
  assert.equal(svgOf(network, look, false, colours).match(/<text|<title/g), null);
});

test("a delay is said in the unit that fits", () => {
  assert.deepEqual([spoken(0.01), spoken(0.5), spoken(3.52), spoken(72), spoken(null)], ["1 min", "30 min", "3.5 h", "3 days", "–"]);
});

test("a long name is cut in the picture, between its letters", () => {
  const name = "山".repeat(35) + "🦄🦄";
  assert.deepEqual([shortened("Ada"), shortened("x".repeat(36)), shortened(name)], ["Ada", "x".repeat(36), `${"山".repeat(35)}…`]);
  assert.equal(shortened("🦄".repeat(36)), "🦄".repeat(36));
});

test("a name that would lie upon another is left out, until the next frame", () => {
  const room = new Room();
  const at = (left: number, top: number) => ({ left, top, right: left + 50, bottom: top + 12 });
  assert.deepEqual([room.take(at(0, 0)), room.take(at(40, 5)), room.take(at(60, 0)), room.take(at(0, 20))], [true, false, true, true]);
  room.clear();
  assert.ok(room.take(at(40, 5)));
});
