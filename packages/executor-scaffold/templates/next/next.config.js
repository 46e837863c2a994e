/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  poweredByHeader: false,
  reactStrictMode: true,
  // Pictures are shown as they were stored, and nothing is written to disk: the app may run where it can only read.
  images: { unoptimized: true },
  cacheMaxMemorySize: 0,
  // Titles stand in the head for everybody, so that pages need no scripts.
  htmlLimitedBots: /.*/,
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  experimental: {
    // A file of 10 MB, and the rest of its form.
    serverActions: { bodySizeLimit: '15mb', allowedOrigins: ['null'] },
    proxyClientMaxBodySize: '16mb',
    isrFlushToDisk: false,
  },
  headers: async () => [
    {
      source: '/_next/static/:path*',
      headers: [
        { key: 'x-content-type-options', value: 'nosniff' },
        // A page in a sandboxed frame has an origin of its own and still needs styles and scripts.
        { key: 'cross-origin-resource-policy', value: 'cross-origin' },
      ],
    },
  ],
};

export default config;
