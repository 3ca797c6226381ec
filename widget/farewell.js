/** The end of a conversation, and the visitor's rights over what is kept of it. */

export class Farewell {
  /** `ask` asks yes or no; `attempt` runs a call and says what went wrong; `restart` begins anew; `tell` the page. */
  constructor({ conversation, log, frame, strings, ask, attempt, restart, tell }) {
    Object.assign(this, { conversation, log, frame, strings, ask, attempt, restart, tell });
  }

  async end() {
    const { endAsk, end, keep } = this.strings;
    if (await this.ask(endAsk, end, keep)) await this.attempt(() => this.conversation.close());
  }

  /** The conversation is over, whoever ended it. */
  ended() {
    this.#last(this.strings.ended);
    this.tell("ended");
  }

  download() {
    return this.attempt(async () => {
      const data = await this.conversation.call("GET", "/data");
      save("conversation.json", new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
    });
  }

  async erase() {
    const { eraseAsk, eraseYes, keep, erased } = this.strings;
    if (!(await this.ask(eraseAsk, eraseYes, keep))) return;
    if (await this.attempt(() => this.conversation.erase())) this.#last(erased);
  }

  #last(word) {
    this.log.retire(".extra, .chips, .note");
    this.log.note(word);
    this.frame.offer(this.strings.again, this.restart);
  }
}

function save(name, blob) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(anchor.href);
}
