import { copyFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { defineConfig } from "vite";

const COPIES = {
  "built/fonts/golos-cyrillic.woff2": "@fontsource-variable/golos-text/files/golos-text-cyrillic-wght-normal.woff2",
  "built/fonts/golos-latin.woff2": "@fontsource-variable/golos-text/files/golos-text-latin-wght-normal.woff2",
  "built/fonts/golos-latin-ext.woff2": "@fontsource-variable/golos-text/files/golos-text-latin-ext-wght-normal.woff2",
  "fonts/GolosText-Regular.ttf": "@expo-google-fonts/golos-text/400Regular/GolosText_400Regular.ttf",
  "fonts/GolosText-Bold.ttf": "@expo-google-fonts/golos-text/700Bold/GolosText_700Bold.ttf",
  "built/fonts/OFL.txt": "@fontsource-variable/golos-text/LICENSE",
  "fonts/OFL.txt": "@expo-google-fonts/golos-text/LICENSE_FONT",
  "built/licences/designsystemet.txt": "@digdir/designsystemet-css/LICENSE",
  "built/licences/htmx.txt": "htmx.org/LICENSE",
};

/** Fonts keep plain names: the style sheet and the PDF writer ask for them by these. Licences go with the work. */
const copies = {
  name: "copies",
  closeBundle() {
    for (const [to, from] of Object.entries(COPIES)) {
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(`node_modules/${from}`, to);
    }
  },
};

/** Night is for screens; paper stays white whatever the system's scheme is. */
const paperIsWhite = {
  postcssPlugin: "paper-is-white",
  AtRule: {
    media(rule) {
      if (rule.params === "(prefers-color-scheme: dark)") rule.params = "screen and (prefers-color-scheme: dark)";
    },
  },
};

export default defineConfig({
  base: "./",
  publicDir: "public",
  plugins: [copies],
  css: { postcss: { plugins: [paperIsWhite] } },
  logLevel: "error",
  build: {
    outDir: "built",
    emptyOutDir: true,
    target: ["chrome111", "firefox113", "safari16.4"],
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      input: "src/site.ts",
      onwarn: () => {}, // htmx holds an eval that our settings forbid it to reach
      output: { format: "iife", entryFileNames: "site.js", assetFileNames: (asset) => (asset.names[0]?.endsWith(".css") ? "site.css" : "[name][extname]") },
    },
  },
});
