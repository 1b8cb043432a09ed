/** An error that an AWS service returns: `code` is the exception's name in the AWS documentation. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}
