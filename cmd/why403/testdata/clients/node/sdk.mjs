// Calls with the official TypeScript SDK and lets the exception end the program, as most programs do.
import Anthropic from '@anthropic-ai/sdk';
import { betas, body } from './request.mjs';

const client = new Anthropic({ maxRetries: 0 });
const options = betas.length > 0 ? { headers: { 'anthropic-beta': betas.join(',') } } : {};
const message = await client.messages.create(body, options);
console.log(message.content);
