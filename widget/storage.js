/** What the browser keeps of a conversation, one record per site key; in memory alone where storage is denied. */

const memory = new Map();

/** Random UUID; `crypto.randomUUID` is missing on plain-http pages. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export class Storage {
  constructor(siteKey) {
    this.key = `sales-agent:${siteKey}`;
  }

  load() {
    try {
      return memory.get(this.key) ?? JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  save(record) {
    try {
      localStorage.setItem(this.key, JSON.stringify(record));
      memory.delete(this.key);
    } catch {
      memory.set(this.key, record); // denied or full
    }
  }

  /** Reads, changes and writes at once: another tab may have written since. */
  update(change) {
    const record = this.load();
    change(record);
    this.save(record);
  }

  /** Calls back when another tab of this site has written. */
  watch(changed) {
    addEventListener("storage", (event) => event.key === this.key && changed());
  }
}
