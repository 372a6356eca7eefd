"""S3's transfer manager: files in parts by threads, both ways, and copies."""

import hashlib
import io
import os
import tempfile

from check import check, client, equal, refused, resource
from s3_object_checks import make_bucket

megabyte = 1024 * 1024


def in_parts():
    from boto3.s3.transfer import TransferConfig

    return TransferConfig(multipart_threshold=5 * megabyte, multipart_chunksize=5 * megabyte, max_concurrency=4)


content = bytes(range(256)) * (12 * 4096 + 4)


@check("S3 › transfer › upload_file and download_file of twelve megabytes, in parts by threads")
def _():
    bucket = make_bucket("transfer")
    with tempfile.TemporaryDirectory() as directory:
        there, back = os.path.join(directory, "there"), os.path.join(directory, "back")
        with open(there, "wb") as file:
            file.write(content)
        sent = []
        extra = {"ContentType": "application/x-tried", "Metadata": {"by": "threads"}}
        bucket.upload_file(there, "big", ExtraArgs=extra, Config=in_parts(), Callback=sent.append)
        equal(sum(sent), len(content))
        head = client("s3").head_object(Bucket=bucket.name, Key="big")
        equal((head["ContentLength"], head["ContentType"], head["Metadata"]), (len(content), "application/x-tried", {"by": "threads"}))
        assert head["ETag"].endswith('-3"'), head["ETag"]
        bucket.download_file("big", back, Config=in_parts())
        with open(back, "rb") as file:
            equal(hashlib.sha256(file.read()).hexdigest(), hashlib.sha256(content).hexdigest())


@check("S3 › transfer › upload_fileobj of a stream without a length, and download_fileobj")
def _():
    bucket = make_bucket("transfer")

    class Stream(io.RawIOBase):
        def __init__(self):
            self.left = io.BytesIO(content)

        def readable(self):
            return True

        def read(self, size=-1):
            return self.left.read(size)

    bucket.upload_fileobj(Stream(), "stream", Config=in_parts())
    back = io.BytesIO()
    bucket.download_fileobj("stream", back, Config=in_parts())
    equal(hashlib.sha256(back.getvalue()).hexdigest(), hashlib.sha256(content).hexdigest())


@check("S3 › transfer › copies in parts, with the source's metadata")
def _():
    bucket = make_bucket("transfer")
    bucket.put_object(Key="from", Body=content, Metadata={"a": "1"})
    bucket.copy({"Bucket": bucket.name, "Key": "from"}, "to", Config=in_parts())
    copied = bucket.Object("to").get()
    equal(copied["Body"].read() == content, True)
    assert copied["ETag"].endswith('-3"'), copied["ETag"]


@check("S3 › transfer › a part that is too small refuses the completion, and parts are listed")
def _():
    bucket = make_bucket("transfer")
    upload = bucket.Object("k").initiate_multipart_upload()
    tags = [upload.Part(number).upload(Body=b"small")["ETag"] for number in (1, 2)]
    equal([(part.part_number, part.size) for part in upload.parts.all()], [(1, 5), (2, 5)])
    equal([each.object_key for each in bucket.multipart_uploads.all()], ["k"])
    parts = [{"PartNumber": number + 1, "ETag": tag} for number, tag in enumerate(tags)]
    refused("EntityTooSmall", 400, upload.complete, MultipartUpload={"Parts": parts})
    refused("InvalidPart", 400, upload.complete, MultipartUpload={"Parts": [{"PartNumber": 9, "ETag": '"0"'}]})
    refused("InvalidPartOrder", 400, upload.complete, MultipartUpload={"Parts": parts[::-1]})
    upload.abort()
    equal(list(bucket.multipart_uploads.all()), [])


@check("S3 › transfer › a file that is missing tells 404 by its code")
def _():
    refused("404", 404, make_bucket("transfer").download_fileobj, "absent", io.BytesIO())
