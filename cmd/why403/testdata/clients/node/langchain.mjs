// Calls with LangChain.js and lets the exception end the program.
import { ChatAnthropic } from '@langchain/anthropic';
import { baseURL, betas, body } from './request.mjs';

const model = new ChatAnthropic({
  model: body.model,
  maxTokens: body.max_tokens,
  maxRetries: 0,
  anthropicApiUrl: baseURL,
  contextManagement: body.context_management,
  betas,
});
const answer = await model.invoke(body.messages);
console.log(answer.content);
