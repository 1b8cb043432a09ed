/** The environment of this process, for what it starts; nothing here reads a variable of it. */
export const inheritedEnvironment = (): NodeJS.ProcessEnv => process.env;

/**
 * Silences the AWS SDK's advice, one per thread, to leave Node 20: what runs here is the Node that is here. On AWS the
 * functions run on the runtime that the templates name.
 */
export const QUIET_SDK = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** Sets what every SDK client of this process goes by; before the first client is made. */
export const quietSdk = (): void => {
  Object.assign(process.env, QUIET_SDK);
};
