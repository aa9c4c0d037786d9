import type { Bus } from '../bus.ts';

/** A link of the chain of a firing, as people are shown it. */
export interface Link {
  readonly id: string;
  readonly of: string | null;
  readonly type: string;
  readonly title: string;
  readonly state: string | null;
  readonly session: string | null;
  readonly position: number | null;
  readonly time: string | null;
  readonly rule: string | null;
  readonly ref: string | null;
}

export interface Firing {
  readonly firing: string;
  readonly rule: string;
}

export interface Item {
  readonly id: string;
  readonly state: string;
  readonly firing: string;
  readonly session: string;
  readonly doneIn: string | null;
  readonly result: {
    readonly verdict: string;
    readonly details: { readonly reason: string };
    readonly session: string;
  } | null;
}

export interface Message {
  readonly message: string;
  readonly session: string;
  readonly by: string;
  readonly state: string;
}

/** What came of what agents did, as the bus tells it to whoever asks. */
export class Outcome {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  async rulesInForce(): Promise<string[]> {
    const { rules } = await this.#bus.ask<{ rules: { name: string; state: string }[] }>('/v1/rules');
    return rules.filter(({ state }) => state === 'in-force').map(({ name }) => name);
  }

  async firings(rule: string): Promise<Firing[]> {
    return (await this.#bus.ask<{ firings: Firing[] }>(`/v1/rules/${rule}/firings`)).firings;
  }

  async chain(firing: string): Promise<readonly Link[]> {
    return (await this.#bus.ask<{ chain: Link[] }>(`/v1/rules/firings/${firing}`)).chain;
  }

  async items(queue: string): Promise<Item[]> {
    return (await this.#bus.ask<{ items: Item[] }>(`/v1/work?queue=${queue}`)).items;
  }

  async messages(session: string): Promise<Message[]> {
    const path = `/v1/steering?session=${encodeURIComponent(session)}`;
    return (await this.#bus.ask<{ messages: Message[] }>(path)).messages;
  }

  /** The data of the events of a kind that were told of an item. */
  async toldOf(item: string, kind: string): Promise<Readonly<Record<string, unknown>>[]> {
    const path = `/v1/events?kind=${kind}&limit=500`;
    const { events } = await this.#bus.ask<{ events: { event: { data: Record<string, unknown> } }[] }>(path);
    return events.map(({ event }) => event.data).filter((data) => data.item === item);
  }
}
