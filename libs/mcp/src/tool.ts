import type { CallOptions } from '@hookline/client';
import type { McpServer, ToolAnnotations } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { type Answer, resultOf } from './answer.ts';
import { failureOf } from './failure.ts';
import type { MemoryPort, Whereabouts } from './port.ts';

/** What a tool may use while it answers one call. */
export interface ToolContext {
  readonly port: MemoryPort;
  /** For every call of the port: it is given up when the client cancels, or when it takes too long. */
  readonly options: CallOptions;
}

interface Definition<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** What a model reads to choose it. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly annotations: ToolAnnotations;
  /** What it asks, as a failure names it; default: the memory. */
  readonly subject?: string;
  run(input: z.infer<Input>, context: ToolContext): Promise<Answer<z.infer<Output>>>;
}

interface ToolParts {
  readonly port: MemoryPort;
  readonly timeoutMs: number;
  /** Told of what went wrong, besides the model. */
  readonly onFailure: (error: unknown) => void;
}

/** A tool as a server takes it. */
export interface Tool {
  addTo(server: McpServer, parts: ToolParts): void;
}

/** Makes a tool for where it is called from. */
export type MakeTool = (at: Whereabouts) => Tool;

/** Says of a tool that it only looks. */
export const looks: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** Says of a tool that it adds something, which a person can take back. */
export const adds: ToolAnnotations = { ...looks, readOnlyHint: false };

/** Whatever goes wrong in a tool becomes a result that says so: it never ends a session. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: Definition<Input, Output>,
): Tool {
  const { name, title, description, input, output, annotations, subject } = definition;
  return {
    addTo: (server, { port, timeoutMs, onFailure }) => {
      const config = { title, description, inputSchema: input as z.ZodObject, outputSchema: output, annotations };
      server.registerTool(name, config, async (given, { mcpReq }) => {
        const signal = AbortSignal.any([mcpReq.signal, AbortSignal.timeout(timeoutMs)]);
        try {
          return resultOf(await definition.run(given as z.infer<Input>, { port, options: { signal, timeoutMs } }));
        } catch (error) {
          onFailure(error);
          return failureOf(error, timeoutMs, subject);
        }
      });
    },
  };
}
