"""S3's addresses: presigned URLs, browser forms, hosts of buckets."""

import contextlib
import os
import socket
import urllib.error
import urllib.request
import uuid

from check import check, client, equal, unique
from s3_object_checks import make_bucket


def fetch(url, method="GET", body=None, headers=None):
    """Status, headers and body of a request without any SDK."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def post(form, content, name="file"):
    """Posts a form as a browser does, the file last."""
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in form["fields"].items()]
    parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n')
    body = "".join(parts).encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return fetch(form["url"], "POST", body, {"content-type": f"multipart/form-data; boundary={boundary}"})


@contextlib.contextmanager
def localhost_names():
    """Resolves names below localhost to loopback, as RFC 6761 and browsers do, where the system does not."""
    original = socket.getaddrinfo

    def resolve(host, *args, **kwargs):
        return original("127.0.0.1" if str(host).endswith(".localhost") else host, *args, **kwargs)

    socket.getaddrinfo = resolve
    try:
        yield
    finally:
        socket.getaddrinfo = original


@check("S3 › presigned › GET, PUT, HEAD and DELETE by URLs of version 4, with overridden headers")
def _():
    bucket = make_bucket("presigned")
    s3 = client("s3", signature_version="s3v4")
    key = {"Bucket": bucket.name, "Key": "a b/ü"}
    status, headers, _body = fetch(s3.generate_presigned_url("put_object", Params=key), "PUT", b"by url", {"content-type": ""})
    equal(status, 200)
    url = s3.generate_presigned_url("get_object", Params={**key, "ResponseContentType": "text/x-tried", "ResponseContentDisposition": "attachment"})
    status, headers, body = fetch(url)
    equal((status, headers["content-type"], headers["content-disposition"], body), (200, "text/x-tried", "attachment", b"by url"))
    equal(fetch(s3.generate_presigned_url("head_object", Params=key), "HEAD")[0], 200)
    equal(fetch(s3.generate_presigned_url("delete_object", Params=key), "DELETE")[0], 204)
    equal(fetch(s3.generate_presigned_url("get_object", Params=key))[0], 404)


@check("S3 › presigned › GET by a URL of version 2, boto3's default without a region's rule")
def _():
    bucket = make_bucket("presigned")
    bucket.put_object(Key="k", Body=b"old")
    s3 = client("s3", signature_version="s3")
    equal(fetch(s3.generate_presigned_url("get_object", Params={"Bucket": bucket.name, "Key": "k"}))[2], b"old")


@check("S3 › presigned › a URL whose time is over is refused")
def _():
    bucket = make_bucket("presigned")
    bucket.put_object(Key="k", Body=b"")
    for version in ("s3v4", "s3"):
        url = client("s3", signature_version=version).generate_presigned_url("get_object", Params={"Bucket": bucket.name, "Key": "k"}, ExpiresIn=-10)
        status, _headers, body = fetch(url)
        assert status in (400, 403) and (b"AccessDenied" in body or b"AuthorizationQueryParametersError" in body), (status, body)


@check("S3 › presigned › a browser's form uploads, and answers 204 or what the form asks for")
def _():
    bucket = make_bucket("form")
    s3 = client("s3", signature_version="s3v4")
    status, headers, body = post(s3.generate_presigned_post(bucket.name, "plain.txt"), b"from a form")
    equal((status, body), (204, b""))
    equal(bucket.Object("plain.txt").get()["Body"].read(), b"from a form")
    fields = {"success_action_status": "201", "Content-Type": "text/x-tried", "x-amz-meta-by": "form"}
    form = s3.generate_presigned_post(bucket.name, "dir/${filename}", Fields=dict(fields), Conditions=[{name: value} for name, value in fields.items()])
    status, headers, body = post(form, b"x")
    equal(status, 201)
    assert b"<Key>dir/a.txt</Key>" in body, body
    made = bucket.Object("dir/a.txt")
    equal((made.content_type, made.metadata), ("text/x-tried", {"by": "form"}))


@check("S3 › presigned › a form's policy refuses what it does not allow")
def _():
    bucket = make_bucket("form")
    s3 = client("s3", signature_version="s3v4")
    small = s3.generate_presigned_post(bucket.name, "k", Conditions=[["content-length-range", 1, 5]])
    status, _headers, body = post(small, b"much too long")
    equal(status, 400)
    assert b"EntityTooLarge" in body, body
    other = s3.generate_presigned_post(bucket.name, "k")
    other["fields"]["key"] = "elsewhere"
    status, _headers, body = post(other, b"x")
    equal(status, 403)
    assert b"AccessDenied" in body, body
    late = s3.generate_presigned_post(bucket.name, "k", ExpiresIn=-10)
    status, _headers, body = post(late, b"x")
    equal(status, 403)
    assert b"Policy expired" in body, body


@check("S3 › addresses › path style")
def _():
    bucket = make_bucket("path")
    s3 = client("s3", s3={"addressing_style": "path"})
    s3.put_object(Bucket=bucket.name, Key="k", Body=b"path")
    equal(s3.get_object(Bucket=bucket.name, Key="k")["Body"].read(), b"path")
    assert f"/{bucket.name}/k" in s3.generate_presigned_url("get_object", Params={"Bucket": bucket.name, "Key": "k"})


@check("S3 › addresses › virtual hosts below s3.localhost and localhost")
def _():
    import boto3
    from botocore.config import Config

    port = os.environ["AWS_ENDPOINT_URL"].rsplit(":", 1)[1]
    for host in ("s3.localhost", "localhost"):
        name = unique("virtual")
        with localhost_names():
            s3 = boto3.client("s3", endpoint_url=f"http://{host}:{port}", config=Config(s3={"addressing_style": "virtual"}))
            s3.create_bucket(Bucket=name)
            s3.put_object(Bucket=name, Key="k ü", Body=b"host")
            equal(s3.get_object(Bucket=name, Key="k ü")["Body"].read(), b"host")
            equal([each["Key"] for each in s3.list_objects_v2(Bucket=name)["Contents"]], ["k ü"])
            url = s3.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "k ü"})
            assert url.startswith(f"http://{name}.{host}:{port}/"), url
            equal(fetch(url)[2], b"host")
        equal(client("s3").get_object(Bucket=name, Key="k ü")["Body"].read(), b"host")
