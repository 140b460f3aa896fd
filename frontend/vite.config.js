import { copyFileSync, mkdirSync } from "node:fs";
import { defineConfig } from "vite";

const FONTS = {
  "built/fonts/golos-cyrillic.woff2": "@fontsource-variable/golos-text/files/golos-text-cyrillic-wght-normal.woff2",
  "built/fonts/golos-latin.woff2": "@fontsource-variable/golos-text/files/golos-text-latin-wght-normal.woff2",
  "built/fonts/golos-latin-ext.woff2": "@fontsource-variable/golos-text/files/golos-text-latin-ext-wght-normal.woff2",
  "fonts/GolosText-Regular.ttf": "@expo-google-fonts/golos-text/400Regular/GolosText_400Regular.ttf",
  "fonts/GolosText-Bold.ttf": "@expo-google-fonts/golos-text/700Bold/GolosText_700Bold.ttf",
};

/** Fonts keep plain names: the style sheet and the PDF writer ask for them by these. */
const fonts = {
  name: "fonts",
  closeBundle() {
    mkdirSync("built/fonts", { recursive: true });
    mkdirSync("fonts", { recursive: true });
    for (const [to, from] of Object.entries(FONTS)) copyFileSync(`node_modules/${from}`, to);
  },
};

export default defineConfig({
  base: "./",
  publicDir: "public",
  plugins: [fonts],
  logLevel: "warn",
  build: {
    outDir: "built",
    emptyOutDir: true,
    target: ["chrome111", "firefox113", "safari16.4"],
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      input: "src/site.ts",
      output: { format: "iife", entryFileNames: "site.js", assetFileNames: (asset) => (asset.names[0]?.endsWith(".css") ? "site.css" : "[name][extname]") },
    },
  },
});
