/** The environment of this process, for the processes that it starts. */
export const inheritedEnvironment = (): NodeJS.ProcessEnv => process.env;

/** Stops the AWS SDK from printing a warning about the version of Node; call it before the first client is created. */
export const quietSdk = (): void => {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
};
