// Builds templates/assets/dist, flat: one style sheet per part of the site, one file per script, the fonts cut to size, our images.
// Everything is served from one folder whose name changes with its content, so files name each other by relative addresses.
// A style sheet is built when it opens with @import (app.css, back_office.css); the others are its parts.
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const dist = join(here, "dist");
// Built beside the old folder and swapped in whole, so a server being compiled never embeds half of it.
const fresh = join(here, `dist.${process.pid}`);

// Basic Latin, Latin-1 and Latin Extended-A, and the punctuation French and English typography ask for.
const letters = [
  ...Array.from({ length: 0x180 - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index)),
  ..."\u2009\u202F\u2010\u2011\u2013\u2014\u2018\u2019\u201A\u201C\u201D\u201E\u2020\u2022\u2026\u2030\u2039\u203A\u20AC\u2122\u2191\u2193\u2212",
].join("");

// The poster cut of the title face: narrowest, drawn for large sizes, only the weights we set.
const fonts = [
  {
    from: "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-standard-normal.woff2",
    to: "bricolage-grotesque.woff2",
    axes: { opsz: 96, wdth: 75, wght: { min: 500, max: 800 } },
  },
  {
    from: "@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2",
    to: "instrument-sans.woff2",
    axes: { wght: { min: 400, max: 700 } },
  },
];

const shared = { minify: true, charset: "utf8", target: ["es2022", "chrome111", "firefox113", "safari16.4"], logLevel: "warning" };

async function buildFonts() {
  for (const font of fonts) {
    const whole = await readFile(join(packages, font.from));
    await writeFile(join(fresh, font.to), await subsetFont(whole, letters, { targetFormat: "woff2", variationAxes: font.axes }));
  }
}

async function buildStyles() {
  for (const name of (await readdir(join(here, "css"))).sort()) {
    const text = await readFile(join(here, "css", name), "utf8");
    if (/^\s*(\/\*[^]*?\*\/\s*)?@import/.test(text)) {
      await esbuild.build({ ...shared, entryPoints: [join(here, "css", name)], bundle: true, external: ["*.woff2"], outfile: join(fresh, name) });
    }
  }
}

async function buildScripts() {
  for (const name of (await readdir(join(here, "js"))).sort()) {
    await esbuild.build({ ...shared, entryPoints: [join(here, "js", name)], format: "esm", outfile: join(fresh, name) });
  }
  await esbuild.build({ ...shared, entryPoints: [join(packages, "jsqr", "dist", "jsQR.js")], bundle: true, format: "esm", outfile: join(fresh, "jsqr.js") });
}

// The fonts and the reader are given under licences that want to travel with them.
async function writeLicences() {
  const names = ["@fontsource-variable/bricolage-grotesque", "@fontsource-variable/instrument-sans", "jsqr"];
  const texts = await Promise.all(names.map(async (name) => `${name}\n\n${await readFile(join(packages, name, "LICENSE"), "utf8")}`));
  await writeFile(join(fresh, "licences.txt"), texts.join("\n\n"));
}

async function copyImages() {
  for (const name of (await readdir(join(here, "images"))).sort()) {
    await copyFile(join(here, "images", name), join(fresh, name));
  }
}

try {
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await buildFonts();
  await buildStyles();
  await buildScripts();
  await copyImages();
  await writeLicences();
  await rm(dist, { recursive: true, force: true });
  await rename(fresh, dist);
} finally {
  await rm(fresh, { recursive: true, force: true });
}
