// The bundles: src/ to ../static/dist/, with hashed names, a manifest and the licences.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "..", "static", "dist");

const options = {
  absWorkingDir: here,
  entryPoints: {
    theme: "src/theme.ts",
    site: "src/site.ts",
    graph: "src/graph/index.ts",
    cypher: "src/cypher/index.ts",
    picture: "src/cypher/picture.ts",
    recipe: "src/recipe.ts",
    style: "src/site.css",
  },
  outdir: out,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  sourcemap: false,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
};

/** The logical name ("site.js") of each output that a page may ask for. */
function manifestOf(metafile) {
  const names = {};
  for (const [file, told] of Object.entries(metafile.outputs)) {
    const name = path.basename(file);
    if (told.entryPoint) names[name.replace(/-[0-9A-Z]+(\.\w+)$/, "$1")] = name;
    else if (name.endsWith(".woff2")) names[name.replace(/-[0-9A-Z]+\.woff2$/, ".woff2")] = name;
  }
  return names;
}

/** The packages whose code or fonts are in the bundles. */
function packagesOf(metafile) {
  const found = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) found.add(match[1]);
  }
  return [...found].sort();
}

async function licenceOf(name) {
  const folder = path.join(here, "node_modules", name);
  const told = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? await readFile(path.join(folder, file), "utf8") : "(no licence file)";
  return `${name} ${told.version} (${told.license})\n${"=".repeat(60)}\n${text.trim()}\n`;
}

async function write(metafile) {
  const manifest = JSON.stringify(manifestOf(metafile), null, 2);
  await writeFile(path.join(out, "manifest.json"), `${manifest}\n`);
  const licences = await Promise.all(packagesOf(metafile).map(licenceOf));
  await writeFile(path.join(out, "THIRD_PARTY_LICENSES.txt"), licences.join("\n\n"));
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
if (process.argv.includes("--watch")) {
  const told = { name: "tell", setup: (build) => build.onEnd((end) => end.metafile && write(end.metafile)) };
  await (await esbuild.context({ ...options, plugins: [told] })).watch();
} else {
  await write((await esbuild.build(options)).metafile);
}
