/** The data plane of all APIs, as the journal, fault rules and signatures name it. */
export const executeApiName = 'execute-api';
