// The call that the test wants: LAB_REQUEST is the body, as JSON, and LAB_BETAS the beta values, separated by commas.
export const body = JSON.parse(process.env.LAB_REQUEST);
export const betas = (process.env.LAB_BETAS || '').split(',').filter(Boolean);
export const baseURL = process.env.ANTHROPIC_BASE_URL;
