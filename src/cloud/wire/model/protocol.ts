/** AWS's protocols, by Smithy's names; https://smithy.io/2.0/aws/protocols/index.html */
export type Protocol = 'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'ec2Query' | 'restJson1' | 'restXml' | 'rpcv2Cbor';
