/**
 * The site around a client of VK ID: it reaches the network through a proxy alone, and does what its starter writes to it.
 *
 * Each line on standard input is a method with its arguments, each line on standard output what the method returned,
 * both in JSON. The end of the input ends the site.
 */

import https from "node:https";
import { createInterface } from "node:readline";

import httpsProxyAgent from "https-proxy-agent";
import { ProxyAgent, setGlobalDispatcher } from "undici";

https.globalAgent = httpsProxyAgent(process.env.HTTPS_PROXY);
setGlobalDispatcher(new ProxyAgent(process.env.HTTPS_PROXY));

/** Call the methods of a site, one after another, as they are asked for. */
export async function serve(site) {
  for await (const line of createInterface({ input: process.stdin })) {
    const [method, ...values] = JSON.parse(line);
    console.log(JSON.stringify(await site[method](...values)));
  }
}
