// What holds the page together: a view says who is there and how; all else follows from it.
import { actsOf } from "./acts.ts";
import { alone } from "./alone.ts";
import { type Community, EXPANDED, type Person, type Picture, fetched, moreOf } from "./data.ts";
import { found, people as counted, say } from "./dom.ts";
import { asAddress, svgColours, svgOf } from "./exports.ts";
import { wireKeyboard } from "./keyboard.ts";
import { wireLasso } from "./lasso.ts";
import { settle } from "./layout.ts";
import { Legend } from "./legend.ts";
import { type Look, PLAIN, lookOf } from "./look.ts";
import { type Places, emptyNetwork, reconcile } from "./network.ts";
import { Outline } from "./outline.ts";
import { Panel } from "./panel.ts";
import { Renderer, canDraw } from "./renderer.ts";
import { radiusBy } from "./scales.ts";
import { Scene } from "./scene.ts";
import { BEGINNING, type Place, Store, type View, searchOf, viewFrom } from "./state.ts";
import { Timeline } from "./timeline.ts";
import { wireTools } from "./tools.ts";

const ROOM = 2_000;
const WAIT = 200;
// What, when it changes, changes who is there.
const STRUCTURE = ["expand", "add", "path", "via"] as const;

export class Explorer {
  readonly network = emptyNetwork();
  readonly scene = new Scene();
  readonly store = new Store(viewFrom(location.search));
  look: Look = PLAIN;
  renderer: Renderer | null = null;
  readonly #box: HTMLElement;
  readonly topic: string;
  readonly #places: Places = new Map();
  #communities: readonly Community[] = [];
  #outline!: Outline;
  #panel!: Panel;
  #legend!: Legend;
  #timeline!: Timeline;
  #timer = 0;
  readonly #shown = new Map<string, string>();

  constructor(box: HTMLElement) {
    this.#box = box;
    this.topic = box.dataset["topic"] ?? "*";
    // For tests: what is drawn, to be read and not to be changed.
    Object.defineProperty(box, "network", { value: this.network });
  }

  /** Shows the first picture; how that went. */
  async open(picture: Picture): Promise<"ready" | "no-webgl"> {
    this.#learn(picture, this.store.now);
    await this.#replay(this.store.now);
    const drawn = canDraw();
    if (drawn) this.renderer = new Renderer(this.#box, this.network, this.store, this.#events());
    else this.#still();
    this.#wire();
    this.#follow();
    if (this.renderer) {
      if (this.store.now.camera) this.renderer.camera = this.store.now.camera;
      this.renderer.onCamera(() => this.#soon());
    }
    return drawn ? "ready" : "no-webgl";
  }

  /** Puts people where they stood when one part after another came in. */
  async #replay(view: View): Promise<void> {
    let part: View = { ...view, expand: [], add: [], path: [] };
    await this.#compose(part, null);
    for (const [i, id] of view.expand.entries()) {
      part = { ...part, expand: view.expand.slice(0, i + 1) };
      await this.#compose(part, id);
    }
    await this.#compose(view, null);
  }

  /** Makes the network hold who is in the view; those who are new to it find their place. */
  async #compose(view: View, beside: string | null): Promise<number> {
    const ids = this.scene.present(view);
    const before = this.network.nodes();
    const people = ids.map((id) => this.scene.people.get(id) as Person);
    const fresh = reconcile(this.network, people, this.scene.arrows.values(), this.#places, beside);
    for (const [id, [x, y]] of Object.entries(view.pin)) {
      if (this.network.hasNode(id)) this.network.mergeNodeAttributes(id, { x, y });
    }
    // A community's people are many: where the run has put it says more than forces would.
    const kept = this.#circles;
    const radius = radiusBy(people, "score");
    for (const one of people) this.network.setNodeAttribute(one.id, "size", radius(one));
    if (fresh.length > 0 && !kept) {
      await settle(this.network, new Set([...before, ...Object.keys(view.pin)]));
    }
    return fresh.length;
  }

  /** Whether the picture is of communities, which people cannot be added to. */
  get #circles(): boolean {
    return this.network.someNode((_id, told) => told.person.opens !== null);
  }

  #learn(picture: Picture, view: View): void {
    this.scene.learn(picture, view);
    if (picture.communities.length > 0) this.#communities = picture.communities;
  }

  /**
   * An act that may need people who are not here yet: fetched first, so that nothing is half done.
   * Until all of it is done there is no other: that would undo what came between.
   */
  readonly structural = alone(async (changes: Partial<View>, again: readonly string[] = []): Promise<boolean> => {
    if (this.#circles) {
      const query = new URLSearchParams({ topic: this.topic, limit: "0" });
      location.assign(`/graph${searchOf(`?${query}`, { ...BEGINNING, ...changes })}`);
      return false;
    }
    const next = { ...this.store.now, ...changes };
    const missing = this.scene.missing(next) ?? { expand: [], add: [], path: [] };
    const expand = next.expand.filter((id) => missing.expand.includes(id) || again.includes(id));
    let left = "";
    if (expand.length + missing.add.length + missing.path.length > 0) {
      say("Fetching…");
      try {
        const also = this.network.nodes();
        const asked = { topic: this.topic, step: this.scene.step, expand, add: missing.add, path: missing.path, via: next.via, also };
        const more = await fetched("/graph.json", moreOf(asked));
        if (more.arrows_truncated) left = `; of the arrows only the ${more.arrows.length.toLocaleString("en")} strongest`;
        this.#learn(more, next);
      } catch (error) {
        say(`Nobody was added: ${(error as Error).message}`);
        return false;
      }
    }
    const before = this.network.order;
    await this.#compose(next, again[0] ?? null);
    this.store.act(changes);
    const came = this.network.order - before;
    say(came > 0 ? `${counted(came)} added${left}` : came < 0 ? `${counted(-came)} taken away` : "Nobody was added");
    return true;
  });

  readonly select = (id: string): void => {
    if (!this.network.hasNode(id)) return;
    this.store.change({ chosen: id, arrow: [] });
    this.renderer?.lookAt(id);
    const { person } = this.network.getNodeAttributes(id);
    say(`${person.name || person.handle}, ${this.network.neighbors(id).length} neighbours here`);
  };

  readonly expand = async (id: string): Promise<void> => {
    const { opens } = this.network.getNodeAttribute(id, "person");
    if (opens !== null) return location.assign(opens);
    if (this.network.order + EXPANDED > ROOM) return say(`${counted(this.network.order)} are shown; collapse or hide some first`);
    await this.structural({ expand: [...this.store.now.expand, id], chosen: id, arrow: [] }, [id]);
  };

  readonly collapse = (id: string): void => {
    const { expand } = this.store.now;
    if (!expand.includes(id)) return say("Nobody was brought in here by expanding");
    void this.structural({ expand: expand.filter((one) => one !== id) });
  };

  readonly hide = (ids: readonly string[]): void => {
    this.store.hide(ids);
    say(`Hidden. ${this.store.now.hide.length} hidden in all`);
  };

  readonly pin = (id: string, place?: Place): void => {
    const { [id]: known, ...others } = this.store.now.pin;
    const { x, y } = this.network.getNodeAttributes(id);
    const put = place ?? (known ? null : ([Number(x.toFixed(2)), Number(y.toFixed(2))] as const));
    this.store.act({ pin: put ? { ...others, [id]: put } : others });
    say(put ? "Pinned" : "No longer pinned");
  };

  readonly pick = (ids: readonly string[], words = ""): void => {
    this.store.change({ picked: [...new Set(ids)].filter((id) => this.network.hasNode(id)) });
    say(words || `${counted(this.store.now.picked.length)} picked`);
  };

  readonly toggle = (id: string): void => {
    const { picked } = this.store.now;
    this.pick(picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id]);
  };

  readonly find = (): void => found<HTMLElement>("[data-graph-find]").focus();

  /** The address of this view, or of the same in another form. */
  address(form = ""): string {
    return `/graph${form}${searchOf(location.search, this.#view())}`;
  }

  #view(): View {
    return this.renderer ? { ...this.store.now, camera: this.renderer.camera } : this.store.now;
  }

  svg(): string {
    return svgOf(this.network, this.look, this.store.now.names, svgColours());
  }

  #events(): ConstructorParameters<typeof Renderer>[3] {
    return {
      chosen: this.select,
      opened: (id) => void this.expand(id),
      arrow: (influencer, influenced) => this.store.change({ arrow: [influencer, influenced] }),
      moved: (id, place) => this.pin(id, place),
      nothing: () => this.store.change({ chosen: null, arrow: [] }),
    };
  }

  #wire(): void {
    const { store, network } = this;
    const acts = actsOf(this, {
      focus: (id) => this.#outline.focus(id),
      pathEnd: (id, end) => tools.pathEnd(id, end),
    });
    this.#outline = new Outline(found("[data-graph-outline]"), store, acts);
    this.#panel = new Panel(found("[data-graph-panel]"), network, this.scene, store, acts);
    this.#legend = new Legend(found("[data-graph-legend]"), store, { pick: this.pick, many: (ids) => this.#many(ids) });
    this.#timeline = new Timeline(found("[data-graph-time]"), network, this.scene, store);
    const tools = wireTools(this);
    wireKeyboard(this.#box, network, store, acts, () => this.look.hidden);
    wireLasso(this.#box, found("[data-lasso-sheet]"), found("[data-lasso]"), {
      people: () => this.#onScreen(),
      caught: (ids, more) => this.pick(more ? [...store.now.picked, ...ids] : ids),
    });
    document.addEventListener("theme", () => this.renderer?.recolour());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.renderer?.recolour());
    store.listen((now, before) => {
      if (now !== before) void this.#changed(now, before);
    });
  }

  #many(ids: readonly string[]): number {
    const each = ids.map((id) => this.network.getNodeAttribute(id, "person"));
    return each.reduce((sum, one) => sum + (one.opens === null ? 1 : (one.values["people"] ?? 1)), 0);
  }

  *#onScreen(): Iterable<readonly [string, Place]> {
    for (const id of this.network.nodes()) {
      if (this.renderer && !this.look.hidden.has(id)) yield [id, this.renderer.seenAt(id)];
    }
  }

  async #changed(now: View, before: View): Promise<void> {
    // What was undone is known already: it was here.
    const other = STRUCTURE.some((name) => now[name] !== before[name]) || now.pin !== before.pin;
    if (other) await this.#compose(now, null);
    if (this.store.now === now) this.#follow();
  }

  /** Everything that the view decides, worked out again. */
  #follow(): void {
    const { now } = this.store;
    const { look, groups } = lookOf(now, this.network, this.scene, this.#communities);
    this.look = look;
    this.renderer?.show(this.look);
    const seen = this.network.mapNodes((_id, told) => told.person).filter((one) => !look.hidden.has(one.id));
    const { chosen, arrow, picked, expand, pin, color } = now;
    const who = seen.map((one) => one.id);
    // What does not change keeps the focus, and where one has scrolled to.
    this.#when("legend", [color, now.only, picked, this.network.order], () => this.#legend.show(groups));
    this.#when("outline", [who], () => this.#outline.show(seen));
    this.#outline.mark();
    this.#when("panel", [chosen, arrow, picked, expand, pin, who, this.network.size], () => this.#panel.show());
    this.#timeline.show();
    this.#tell();
    this.#soon();
  }

  #when(part: string, told: unknown, act: () => void): void {
    const key = JSON.stringify(told);
    if (this.#shown.get(part) === key) return;
    this.#shown.set(part, key);
    act();
  }

  #tell(): void {
    const { hide, only } = this.store.now;
    found<HTMLElement>("[data-show-all]").hidden = hide.length === 0 && only === "";
    found<HTMLButtonElement>("[data-undo]").disabled = !this.store.canUndo;
    found<HTMLButtonElement>("[data-redo]").disabled = !this.store.canRedo;
    if (!this.renderer) this.#still();
  }

  /** The address follows, not at every step of a drag: browsers bound how often it may change. */
  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      history.replaceState(null, "", this.address());
      document.dispatchEvent(new CustomEvent("graph-address"));
    }, WAIT);
  }

  /** Where nothing can be drawn with WebGL, the picture stands still. */
  #still(): void {
    found<HTMLElement>("[data-no-webgl]").hidden = false;
    const image = this.#box.querySelector("img") ?? document.createElement("img");
    image.alt = this.#box.getAttribute("aria-label") ?? "";
    image.src = asAddress(this.svg());
    if (!image.isConnected) this.#box.append(image);
  }
}
