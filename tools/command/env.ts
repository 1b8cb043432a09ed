/** The environment of this process, for the processes that it starts. */
export const inheritedEnvironment = (): NodeJS.ProcessEnv => process.env;

/** The region and the endpoint that the user has set for the AWS SDK. */
export const awsEnvironment = (): { readonly region: string | undefined; readonly endpointUrl: string | undefined } => {
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL } = process.env;
  return { region: AWS_REGION ?? AWS_DEFAULT_REGION, endpointUrl: AWS_ENDPOINT_URL };
};

/** Silences the AWS SDK's warning about the version of Node; call it before the first client is created. */
export const quietSdk = (): void => {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
};
