"""Tables of refused calls: what AWS answers to wrong names, missing things and odd values.

The texts were not recorded from AWS for these tables: they hold what this project has, and what is known of AWS, together.
"""

ANY = ""


class Refusals:
    """Calls operations of one service without botocore's own validation, and gathers what is answered otherwise."""

    def __init__(self, service):
        import boto3
        from botocore.config import Config

        # botocore's own checks of parameters would hide the service's, except where it needs them to build a URL.
        self.client = boto3.client(service, config=Config(parameter_validation=service == "s3"))
        self.differences = []

    def __call__(self, operation, code, message, **parameters):
        """The call must end with this code, and with a message that begins with this text."""
        from botocore.exceptions import ClientError

        try:
            getattr(self.client, operation)(**parameters)
            found = ("", "an answer")
        except ClientError as error:
            found = (error.response["Error"]["Code"], error.response["Error"].get("Message", ""))
        if found[0] != code or not found[1].startswith(message):
            self.differences.append(f"{operation}({str(parameters)[:120]})\n    found    {found}\n    expected {(code, message)}")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_rest):
        if kind is None:
            assert not self.differences, "\n".join(["", *self.differences])
