/** Everything asked under this key is read again when the stream speaks of memories. */
export const memoryKey = 'memory';
