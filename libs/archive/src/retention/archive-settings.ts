import { z } from 'zod';

/** What a process is told of a store that speaks S3, as the tools of AWS are. */
export const archiveSettings = {
  AWS_ACCESS_KEY_ID: z.string().optional().describe('For archives on s3://: the key'),
  AWS_SECRET_ACCESS_KEY: z.string().optional().describe('For archives on s3://: its secret'),
  AWS_SESSION_TOKEN: z.string().optional().describe('For archives on s3://: the token of a temporary key'),
  AWS_REGION: z.string().optional().describe('For archives on s3://: the region (us-east-1)'),
  AWS_ENDPOINT_URL: z.string().optional().describe('For archives on s3://: the store, where it is not AWS'),
};
