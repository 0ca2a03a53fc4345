/* What asks an account, in one file of its own once it is built: the AWS SDK is loaded only where it is needed. */
export { explainLive } from './live-role';
export { drift, plan } from './plan';
