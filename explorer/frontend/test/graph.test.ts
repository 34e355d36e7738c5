// What the picture is made of, without a browser. Run with "npm test".
import assert from "node:assert/strict";
import { test } from "node:test";
import { communityColour, premultiplied } from "../src/graph/colours.ts";
import { neighbourhood, pictureFrom } from "../src/graph/data.ts";
import { emptyNetwork, grow, neighboursByWeight } from "../src/graph/network.ts";
import { Store } from "../src/graph/state.ts";

const COLUMNS = ["id", "handle", "name", "score", "rank", "people", "community", "address"];
const ANSWER = {
  nodes: {
    columns: COLUMNS,
    rows: [
      ["toy:a", "a", "Ada", 90, 1, 9, 0, "/people/toy:a"],
      ["toy:b", "b", "b", 10, 2, 3, 1, "/people/toy:b"],
      ["toy:c", "c", "c", null, null, null, null, "/people/toy:c"],
    ],
  },
  arrows: {
    columns: ["influencer", "influenced", "weight", "acts"],
    rows: [
      ["toy:a", "toy:b", 0.5, 2],
      ["toy:c", "toy:a", 0.9, 1],
      ["toy:a", "toy:a", 1, 1],
      ["toy:a", "toy:gone", 1, 1],
    ],
  },
  communities: { columns: ["place", "people", "around"], rows: [[0, 5, "Ada"]] },
  truncated: false,
};

test("rows under columns become people and arrows", () => {
  const picture = pictureFrom(ANSWER);
  assert.equal(picture.people[0]?.name, "Ada");
  assert.deepEqual(picture.communities, [{ place: 0, people: 5, around: "Ada" }]);
});

test("a network holds each person once and only arrows between those who are there", () => {
  const network = emptyNetwork();
  const added = grow(network, pictureFrom(ANSWER));
  assert.deepEqual(added, ["toy:a", "toy:b", "toy:c"]);
  assert.deepEqual(grow(network, pictureFrom(ANSWER)), []);
  assert.deepEqual(network.edges().map((arrow) => network.extremities(arrow)), [
    ["toy:a", "toy:b"],
    ["toy:c", "toy:a"],
  ]);
});

test("a better score is a larger circle, and nobody is too small to be seen", () => {
  const network = emptyNetwork();
  grow(network, pictureFrom(ANSWER));
  const sizes = network.mapNodes((_id, told) => told.size);
  assert.deepEqual(sizes, [...sizes].sort((a, b) => b - a));
  assert.ok(Math.min(...sizes) >= 4);
});

test("the same people begin in the same places, and nobody on top of another", () => {
  const places = [0, 1].map(() => {
    const network = emptyNetwork();
    grow(network, pictureFrom(ANSWER));
    return network.mapNodes((_id, told) => `${told.x} ${told.y}`);
  });
  assert.deepEqual(places[0], places[1]);
  assert.equal(new Set(places[0]).size, 3);
});

test("neighbours come strongest first, whichever way the arrow points", () => {
  const network = emptyNetwork();
  grow(network, pictureFrom(ANSWER));
  assert.deepEqual(neighboursByWeight(network, "toy:a"), ["toy:c", "toy:b"]);
});

test("a translucent colour is multiplied by its alpha before it is drawn", () => {
  assert.equal(premultiplied("#8a93a3", 0.2), "#1c1d2133");
});

test("a community without a colour of its own is grey", () => {
  const colours = { communities: ["#000001"], other: "#777777" } as unknown as Parameters<typeof communityColour>[1];
  assert.equal(communityColour(0, colours), "#000001");
  assert.equal(communityColour(8, colours), "#777777");
  assert.equal(communityColour(null, colours), "#777777");
});

test("ids of any spelling travel in the address of a neighbourhood", () => {
  const address = neighbourhood("/graph.json", { focus: "x:a&b#c", topic: "*", limit: 5, also: ['q"1'] });
  const query = new URL(address, "http://localhost").searchParams;
  assert.equal(query.get("focus"), "x:a&b#c");
  assert.deepEqual(JSON.parse(query.get("also") ?? ""), ['q"1']);
});

test("hiding who is chosen lets go of them, and all can be shown again", () => {
  const store = new Store();
  const told: (string | null)[] = [];
  store.listen((now) => told.push(now.selected));
  store.change({ selected: "toy:a" });
  store.hide("toy:a");
  assert.deepEqual(told, ["toy:a", null]);
  assert.ok(store.now.hidden.has("toy:a"));
  store.showAll();
  assert.equal(store.now.hidden.size, 0);
});
