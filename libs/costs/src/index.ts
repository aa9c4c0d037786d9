export { type Cost, costOf, type ModelCall, type PriceTable, priceOf } from './cost-of.ts';
export { knownPrices } from './known-prices.ts';
export { bareModel, plainModel } from './model-name.ts';
export { type GivenPrice, type Price, PricesError, readPrices } from './price.ts';
export { loadPrices, pricesOf, replacePrices, versionOf } from './store.ts';
