/** The data plane of all APIs, as the journal, fault rules and signatures name it. */
export const executeApiName = 'execute-api';

/** How reports call its requests (`api.POST(/orders)`), and who answers them. */
export const executeApiFace = { shortName: 'api', lane: 'gateway' };
