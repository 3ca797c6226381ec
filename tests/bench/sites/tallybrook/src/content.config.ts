import { glob } from "astro/loaders";
import { defineCollection } from "astro:content";

const files = (base: string) => glob({ base: `./src/content/${base}`, pattern: "**/*.{md,mdx}" });

export const collections = {
  pages: defineCollection({ loader: files("pages") }),
  help: defineCollection({ loader: files("help") }),
};
