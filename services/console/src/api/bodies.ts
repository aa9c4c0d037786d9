import { useQuery } from '@tanstack/react-query';
import { getText } from './http.ts';

/** The whole of a text that was too long for its event; asked for only when `wanted`. */
export function useBody(ref: string, wanted: boolean) {
  return useQuery({
    queryKey: ['body', ref],
    queryFn: ({ signal }) => getText(`/v1/bodies/${ref}`, signal),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
