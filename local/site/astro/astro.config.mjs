import mdx from "@astrojs/mdx";
import { defineConfig } from "astro/config";

export default defineConfig({
  site: "https://www.wrenandkettle.example",
  outDir: "../public",
  trailingSlash: "always",
  build: { inlineStylesheets: "never" },
  integrations: [mdx()],
  devToolbar: { enabled: false },
});
