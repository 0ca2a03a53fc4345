/* What asks an account, in one file of its own once it is built: the AWS SDK is loaded only where it is needed. */
export { drift } from './drift';
export { explainLive } from './live-role';
export { plan } from './plan';
