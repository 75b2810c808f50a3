// Calls with the Vercel AI SDK and prints the error, as its documentation does. It takes model, limit and messages of the
// body; what else a body may hold, this library writes itself, together with the headers that go with it. With the argument
// "env" it takes the base URL from the environment as it is, without /v1.
import { createAnthropic } from '@ai-sdk/anthropic';
import { generateText } from 'ai';
import { baseURL, body } from './request.mjs';

const anthropic = createAnthropic(process.argv[2] === 'env' ? {} : { baseURL: baseURL + '/v1' });
try {
  const { text } = await generateText({
    model: anthropic(body.model),
    maxOutputTokens: body.max_tokens,
    maxRetries: 0,
    messages: body.messages,
  });
  console.log(text);
} catch (error) {
  console.error(error);
  process.exit(1);
}
