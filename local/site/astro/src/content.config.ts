import { glob } from "astro/loaders";
import { defineCollection, z } from "astro:content";

const files = (base: string) => glob({ base: `./src/content/${base}`, pattern: "**/*.{md,mdx}" });

const pages = defineCollection({
  loader: files("pages"),
  schema: z.object({ title: z.string(), description: z.string() }),
});

const products = defineCollection({
  loader: files("products"),
  schema: z.object({
    title: z.string(),
    description: z.string(),
    sku: z.string(),
    price: z.number(), // pounds, without VAT
    category: z.enum(["Coffee machines", "Water", "Accessories"]),
    order: z.number(),
  }),
});

const blog = defineCollection({
  loader: files("blog"),
  schema: z.object({
    title: z.string(),
    description: z.string(),
    pubDate: z.date(),
    author: z.string(),
    draft: z.boolean().default(false),
  }),
});

export const collections = { pages, products, blog };
