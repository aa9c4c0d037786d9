/** What the broker promises about an event it acknowledged, and what that can lose. */
export interface Durability {
  readonly setting: string;
  /** One sentence. */
  readonly canLose: string;
}

/** Puts the broker's setting into words; `undefined` is a broker that is not ours. */
export function describeDurability(natsSync: string | undefined): Durability {
  if (natsSync === 'always') {
    return {
      setting: 'HOOKLINE_NATS_SYNC=always',
      canLose:
        'nothing that was acknowledged, unless the disk itself is lost: every batch is on the disk before it is acknowledged',
    };
  }
  if (natsSync === undefined) {
    return {
      setting: 'the sync_interval of the broker that HOOKLINE_NATS_URL names',
      canLose:
        'on a power failure, what that broker acknowledged since it last wrote to the disk (two minutes in its standard setting); set sync_interval: always there, or run three of them',
    };
  }
  return {
    setting: `HOOKLINE_NATS_SYNC=${natsSync}`,
    canLose: `on a power failure, what was acknowledged in the last ${natsSync}; a killed process loses nothing`,
  };
}
