// Photographs every page into a folder: node screens.mjs FOLDER [PART OF A NAME]
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { contextsFor, pagesOf } from "./pages.mjs";
import { startBrowser, startWorld } from "./world.mjs";

const [folder = "screens", only = ""] = process.argv.slice(2);
const LOOKS = [
  { name: "390", options: { viewport: { width: 390, height: 844 } } },
  { name: "1280", options: { viewport: { width: 1280, height: 900 } } },
  { name: "390-dark", options: { viewport: { width: 390, height: 844 }, colorScheme: "dark" } },
];

if (!only) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const [world, browser] = await Promise.all([startWorld(), startBrowser()]);
const shots = [];
try {
  const pages = (await pagesOf(world, browser)).filter((page) => page.name.includes(only));
  for (const look of LOOKS) {
    const contexts = await contextsFor(world, browser, look.options);
    for (const { name, url, who } of pages) {
      const page = contexts[who];
      const answer = await page.goto(url, { waitUntil: "load" });
      // Pictures further down load when they come into sight; a photograph of the whole page never scrolls.
      await page.evaluate(async () => {
        const pictures = [...document.images];
        for (const picture of pictures) picture.loading = "eager";
        await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
      });
      const file = `${name}-${look.name}.png`;
      await page.screenshot({ path: path.join(folder, file), fullPage: true });
      shots.push({ name, look: look.name, file, status: answer.status(), url });
      for (const complaint of page.complaints.splice(0)) console.error(complaint);
    }
    for (const page of Object.values(contexts)) await page.context().close();
  }
} finally {
  await browser.close();
  await world.stop();
}
const names = [...new Set(shots.map((shot) => shot.name))];
const cell = (shot) => `<td>${shot ? `<a href="${shot.file}"><img src="${shot.file}" alt="${shot.name}, ${shot.look}" loading="lazy"></a>${shot.status === 200 ? "" : `<br>${shot.status}`}` : ""}</td>`;
const rows = names.map((name) => `<tr><th scope="row">${name}</th>${LOOKS.map((look) => cell(shots.find((shot) => shot.name === name && shot.look === look.name))).join("")}</tr>`);
await writeFile(path.join(folder, "index.html"), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>
<style>body{font:16px/1.4 sans-serif;margin:2rem}td{vertical-align:top;padding:.5rem}th{text-align:left;vertical-align:top}img{max-width:360px;max-height:560px;object-fit:cover;object-position:top;border:1px solid #999}</style>
<h1>Every page</h1><table><tr><th></th>${LOOKS.map((look) => `<th scope="col">${look.name}</th>`).join("")}</tr>${rows.join("\n")}</table></html>\n`);
console.log(`${shots.length} photographs in ${folder}`);
