/** Where `HOOKLINE_TEST_REPORT` names a file, the counts of a run are written there as JSON beside the usual output. */
const report = process.env.HOOKLINE_TEST_REPORT;

export const reporting = report ? { reporters: ['default', 'json'], outputFile: { json: report } } : {};
