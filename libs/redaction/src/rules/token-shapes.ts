/** A token that a service's own prefix gives away. */
export interface TokenShape {
  kind: string;
  /** What the scanner looks for: three characters or more; case does not count. */
  literals: readonly string[];
  /** From the beginning of the literal. Case counts. */
  shape: RegExp;
  /** The prefix is short enough to occur inside words: it counts only where a word begins. */
  atWordStart?: true;
  /** The shape fits ordinary words too: what follows must look random. */
  random?: true;
}

const token = (
  kind: string,
  literals: string | readonly string[],
  shape: RegExp,
  more: { atWordStart?: true; random?: true } = {},
): TokenShape => ({
  kind,
  literals: typeof literals === 'string' ? [literals] : literals,
  shape: new RegExp(shape.source, `${shape.flags}y`),
  ...more,
});

const awsPrefixes = ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'AGPA', 'AIDA', 'AROA', 'AIPA', 'ANPA', 'ANVA', 'A3T'];
const word = { atWordStart: true } as const;
const randomWord = { atWordStart: true, random: true } as const;

/** Every shape we know. To add one: a line here and a canary in canaries.ts. */
export const tokenShapes: readonly TokenShape[] = [
  token(
    'aws-access-key',
    awsPrefixes,
    /(?:A3T[A-Z0-9]|A(?:KIA|SIA|BIA|CCA|GPA|IDA|ROA|IPA|NPA|NVA))[A-Z0-9]{16}(?![A-Z0-9])/,
    word,
  ),
  token('aws-session-token', ['FwoGZXIvYXdz', 'IQoJb3JpZ2lu'], /(?:FwoGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9+/=]{60,}/),
  token(
    'github-token',
    ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    /gh[pousr]_(?:\d{1,20}_[\w-]+\.[\w-]+\.[\w-]+|[A-Za-z0-9_]{36,255})/,
  ),
  token('github-token', 'github_pat_', /github_pat_[A-Za-z0-9_]{22,255}/),
  token(
    'gitlab-token',
    ['glpat-', 'gldt-', 'glrt-', 'glft-', 'glsoat-', 'glptt-', 'glcbt-', 'glimt-', 'glagent-', 'gloas-'],
    /gl(?:pat|dt|rt|ft|soat|ptt|cbt|imt|agent|oas)-[\w-]{20,300}(?:\.[\w-]{2,64}){0,3}/,
  ),
  token(
    'slack-token',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxo-', 'xoxr-', 'xoxs-', 'xoxe', 'xapp-'],
    /x(?:ox[abposre]|app)(?:\.xox[bp])?-(?:\d-)?[A-Za-z0-9]{1,60}(?:-[A-Za-z0-9]{1,200}){1,6}/,
  ),
  token(
    'slack-webhook',
    'hooks.slack.com/services/',
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9]{1,40}\/[A-Za-z0-9]{1,40}\/[A-Za-z0-9]{1,80}/i,
  ),
  token('npm-token', 'npm_', /npm_[A-Za-z0-9_]{36,80}/),
  token('pypi-token', 'pypi-', /pypi-[\w-]{50,400}/),
  token('stripe-key', ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'], /[sr]k_(?:live|test)_[A-Za-z0-9]{16,250}/),
  token('webhook-secret', 'whsec_', /whsec_[A-Za-z0-9+/=]{24,100}/),
  token('anthropic-key', 'sk-ant-', /sk-ant-[a-z0-9]{2,12}-[\w-]{20,200}/),
  token('openai-key', ['sk-proj-', 'sk-svcacct-', 'sk-admin-'], /sk-(?:proj|svcacct|admin)-[\w-]{20,250}/),
  token('api-key', 'sk-', /sk-(?!ant-|proj-|svcacct-|admin-)[\w-]{20,200}/, randomWord),
  token('google-api-key', 'AIza', /AIza[\w-]{35}/),
  token('google-oauth', 'GOCSPX-', /GOCSPX-[\w-]{24,40}/),
  token('google-oauth', 'ya29.', /ya29\.[\w-]{20,1024}/),
  token('google-oauth', '1//0', /1\/\/0[\w-]{30,200}/, word),
  token('huggingface-token', 'hf_', /hf_[A-Za-z0-9]{30,60}/, word),
  token('huggingface-token', 'api_org_', /api_org_[A-Za-z0-9]{34}/),
  token('twilio-key', ['SK0', 'SKa', 'SKb', 'SKc', 'SKd', 'SKe', 'SKf'], /SK[0-9a-f]{32}(?![0-9a-f])/, word),
  token('sendgrid-key', 'SG.', /SG\.[\w-]{16,64}\.[\w-]{16,128}/, word),
  token('mailgun-key', 'key-', /key-[0-9a-f]{32}(?![0-9a-f])/, word),
  token('shopify-token', ['shppa_', 'shpca_', 'shpat_', 'shpss_'], /shp(?:pa|ca|at|ss)_[A-Za-z0-9]{32,64}/),
  token('groq-key', 'gsk_', /gsk_[A-Za-z0-9]{48,60}/),
  token('linear-key', 'lin_api_', /lin_api_[A-Za-z0-9_]{32,128}/),
  token('notion-token', 'ntn_', /ntn_[0-9]{8,14}[A-Za-z0-9]{32,40}/),
  token('notion-token', 'secret_', /secret_[A-Za-z0-9]{40,50}(?![A-Za-z0-9_])/, randomWord),
  token('grafana-token', 'glc_', /glc_[A-Za-z0-9+/]{32,400}={0,2}/),
  token('grafana-token', 'glsa_', /glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}/),
  token('onepassword-token', 'ops_ey', /ops_ey[A-Za-z0-9+/=]{100,1300}/),
  token('vault-token', ['hvs.', 'hvb.', 'hvr.'], /hv[sbr]\.[\w-]{24,300}/),
  token('vercel-token', ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'], /vc[piark]_[A-Za-z0-9]{20,60}/, word),
  token('databricks-token', 'dapi', /dapi[A-Fa-f0-9]{32}(?:-[0-9])?/, word),
  token('docker-token', 'dckr_pat_', /dckr_(?:pat|oat)_[\w-]{27,40}/),
  token('figma-token', 'figd_', /figd_[\w-]{40,200}/),
  token('cloudflare-token', ['cfk_', 'cfut_', 'cfat_'], /cf(?:k|ut|at)_[A-Za-z0-9]{40}[0-9a-f]{8}/),
  token('tailscale-key', 'tskey-', /tskey-[a-z]{2,20}-[\w]{8,40}-[\w]{16,60}/),
  token('digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], /do[opr]_v1_[a-f0-9]{64}/),
  token('age-key', 'AGE-SECRET-KEY-', /AGE-SECRET-KEY-1[0-9A-Z]{58}/),
  token('doppler-token', ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.'], /dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,80}/),
  token('replicate-token', 'r8_', /r8_[A-Za-z0-9]{37,40}/, word),
  token('perplexity-key', 'pplx-', /pplx-[A-Za-z0-9]{40,64}/),
  token('xai-key', 'xai-', /xai-[A-Za-z0-9]{60,100}/, word),
  token('supabase-token', 'sbp_', /sbp_[a-f0-9]{40}/),
  token('supabase-token', 'sb_secret_', /sb_secret_[\w-]{20,60}/),
  token('postman-key', 'PMAK-', /PMAK-[a-f0-9]{24}-[a-f0-9]{34}/),
  token('newrelic-key', 'NRAK-', /NRAK-[A-Z0-9]{27}/),
  token('sentry-token', ['sntrys_', 'sntryu_'], /sntry[su]_[A-Za-z0-9+/=_]{40,400}/),
  token('atlassian-token', ['ATATT3', 'ATCTT3'], /AT[AC]TT3[\w=.-]{40,300}/),
  token('bitbucket-token', 'ATBB', /ATBB[A-Za-z0-9]{28,40}/, word),
  token('planetscale-token', 'pscale_', /pscale_(?:tkn|pw|oauth)_[\w.-]{32,64}/),
  token('rubygems-key', 'rubygems_', /rubygems_[a-f0-9]{48}/),
  token('pulumi-token', 'pul-', /pul-[a-f0-9]{40}/, word),
  token('nats-seed', ['SUA', 'SAA', 'SOA', 'SCA', 'SNA', 'SXA'], /S[UAOCNX]A[A-Z2-7]{55}(?![A-Z0-9])/, word),
  token('json-web-token', 'eyJ', /eyJ[\w-]{10,4096}(?:\.[\w-]{4,8192}){1,4}/, word),
];
