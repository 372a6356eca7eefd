"""S3 by its resource API and its client: buckets, objects, versions, pages, conditions."""

import hashlib
from base64 import b64encode

from check import check, client, equal, refused, resource, soon, unique


def make_bucket(prefix="bucket"):
    bucket = resource("s3").Bucket(unique(prefix))
    bucket.create()
    return bucket


@check("S3 › resource › makes a bucket, waits for it, lists it, empties and deletes it")
def _():
    bucket = resource("s3").Bucket(unique("resource"))
    bucket.create()
    bucket.wait_until_exists()
    assert bucket.name in [each.name for each in resource("s3").buckets.all()]
    assert bucket.creation_date is not None
    bucket.put_object(Key="a", Body=b"1")
    bucket.put_object(Key="b/c", Body=b"2")
    refused("BucketNotEmpty", 409, bucket.delete)
    equal(sorted(each.key for each in bucket.objects.all()), ["a", "b/c"])
    deleted = bucket.objects.all().delete()
    equal(sorted(each["Key"] for each in deleted[0]["Deleted"]), ["a", "b/c"])
    bucket.delete()
    bucket.wait_until_not_exists()


@check("S3 › resource › an object's attributes load by HEAD, and its body streams")
def _():
    bucket = make_bucket()
    made = bucket.put_object(Key="ü/ä +&%.txt", Body="Straße".encode(), ContentType="text/plain", Metadata={"by": "me"})
    loaded = resource("s3").Object(bucket.name, made.key)
    equal(loaded.content_length, 7)
    equal(loaded.content_type, "text/plain")
    equal(loaded.metadata, {"by": "me"})
    equal(loaded.e_tag, f'"{hashlib.md5("Straße".encode()).hexdigest()}"')
    equal(b"".join(loaded.get()["Body"].iter_chunks(3)).decode(), "Straße")
    equal([each.key for each in bucket.objects.filter(Prefix="ü/")], ["ü/ä +&%.txt"])


@check("S3 › resource › versions of an object, its delete marker, and their deletion")
def _():
    bucket = make_bucket()
    bucket.Versioning().enable()
    equal(bucket.Versioning().status, "Enabled")
    bucket.put_object(Key="k", Body=b"1")
    bucket.put_object(Key="k", Body=b"2")
    bucket.Object("k").delete()
    versions = list(bucket.object_versions.filter(Prefix="k"))
    equal(len(versions), 3)
    old = [version for version in versions if version.size == 1][-1]
    equal(old.get()["Body"].read(), b"1")
    bucket.object_versions.delete()
    equal(list(bucket.object_versions.all()), [])


@check("S3 › resource › copies with other metadata, and refuses a copy onto itself that changes nothing")
def _():
    bucket = make_bucket()
    bucket.put_object(Key="from", Body=b"x", Metadata={"a": "1"})
    source = {"Bucket": bucket.name, "Key": "from"}
    bucket.Object("to").copy_from(CopySource=source, Metadata={"b": "2"}, MetadataDirective="REPLACE")
    equal(bucket.Object("to").metadata, {"b": "2"})
    bucket.Object("kept").copy_from(CopySource=source)
    equal(bucket.Object("kept").metadata, {"a": "1"})
    refused("InvalidRequest", 400, bucket.Object("from").copy_from, CopySource=source)


@check("S3 › resource › tags, CORS, lifecycle and policy of a bucket as sub-resources")
def _():
    bucket = make_bucket()
    refused("NoSuchTagSet", 404, bucket.Tagging().load)
    refused("NoSuchCORSConfiguration", 404, bucket.Cors().load)
    refused("NoSuchLifecycleConfiguration", 404, bucket.LifecycleConfiguration().load)
    refused("NoSuchBucketPolicy", 404, bucket.Policy().load)
    bucket.Tagging().put(Tagging={"TagSet": [{"Key": "k", "Value": "v"}]})
    equal(bucket.Tagging().tag_set, [{"Key": "k", "Value": "v"}])
    rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://a.example"]}
    bucket.Cors().put(CORSConfiguration={"CORSRules": [rule]})
    equal(bucket.Cors().cors_rules, [rule])
    life = {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 3}}
    bucket.LifecycleConfiguration().put(LifecycleConfiguration={"Rules": [life]})
    equal(bucket.LifecycleConfiguration().rules, [life])
    bucket.Tagging().delete()
    bucket.Cors().delete()
    refused("NoSuchTagSet", 404, bucket.Tagging().load)


@check("S3 › paginator › ListObjectsV2 over keys and common prefixes, with a search by JMESPath")
def _():
    bucket = make_bucket()
    for number in range(7):
        bucket.put_object(Key=f"d{number % 3}/{number}", Body=b"x" * number)
    pages = list(client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket.name, PaginationConfig={"PageSize": 3}))
    equal([page["KeyCount"] for page in pages], [3, 3, 1])
    equal([page["IsTruncated"] for page in pages], [True, True, False])
    grouped = client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket.name, Delimiter="/", PaginationConfig={"PageSize": 1})
    equal(list(grouped.search("[CommonPrefixes[].Prefix, Contents]")), [["d0/"], None, ["d1/"], None, ["d2/"], None])


@check("S3 › paginator › resumes ListObjects and ListObjectVersions from a starting token")
def _():
    bucket = make_bucket()
    for number in range(5):
        bucket.put_object(Key=f"k{number}", Body=b"")
    paginator = client("s3").get_paginator("list_objects")
    first = paginator.paginate(Bucket=bucket.name, PaginationConfig={"MaxItems": 2, "PageSize": 2}).build_full_result()
    rest = paginator.paginate(Bucket=bucket.name, PaginationConfig={"StartingToken": first["NextToken"]}).build_full_result()
    equal([each["Key"] for each in first["Contents"] + rest["Contents"]], [f"k{number}" for number in range(5)])
    versions = client("s3").get_paginator("list_object_versions").paginate(Bucket=bucket.name, PaginationConfig={"PageSize": 2})
    equal([each["Key"] for each in versions.search("Versions[]")], [f"k{number}" for number in range(5)])


@check("S3 › waiters › object_exists and object_not_exists")
def _():
    bucket = make_bucket()
    key = {"Bucket": bucket.name, "Key": "k"}
    client("s3").get_waiter("object_not_exists").wait(**key, WaiterConfig=soon)
    client("s3").put_object(**key, Body=b"")
    client("s3").get_waiter("object_exists").wait(**key, WaiterConfig=soon)


@check("S3 › conditions › If-Match, If-None-Match, If-Modified-Since of reads and writes")
def _():
    bucket = make_bucket()
    key = {"Bucket": bucket.name, "Key": "k"}
    tag = client("s3").put_object(**key, Body=b"1", IfNoneMatch="*")["ETag"]
    refused("PreconditionFailed", 412, client("s3").put_object, **key, Body=b"2", IfNoneMatch="*")
    refused("PreconditionFailed", 412, client("s3").put_object, **key, Body=b"2", IfMatch='"0"')
    refused("304", 304, client("s3").get_object, **key, IfNoneMatch=tag)
    refused("PreconditionFailed", 412, client("s3").get_object, **key, IfMatch='"0"')
    refused("412", 412, client("s3").head_object, **key, IfMatch='"0"')
    refused("304", 304, client("s3").get_object, **key, IfModifiedSince=client("s3").head_object(**key)["LastModified"])
    equal(client("s3").put_object(**key, Body=b"2", IfMatch=tag)["ResponseMetadata"]["HTTPStatusCode"], 200)


@check("S3 › ranges › the first, the last and no bytes of an object")
def _():
    bucket = make_bucket()
    key = {"Bucket": bucket.name, "Key": "k"}
    client("s3").put_object(**key, Body=b"0123456789")
    part = client("s3").get_object(**key, Range="bytes=0-3")
    equal((part["Body"].read(), part["ContentRange"], part["ResponseMetadata"]["HTTPStatusCode"]), (b"0123", "bytes 0-3/10", 206))
    equal(client("s3").get_object(**key, Range="bytes=-2")["Body"].read(), b"89")
    refused("InvalidRange", 416, client("s3").get_object, **key, Range="bytes=20-30")


@check("S3 › checksums › each algorithm of botocore is sent, kept and verified on reading")
def _():
    bucket = make_bucket()
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        key = {"Bucket": bucket.name, "Key": algorithm}
        put = client("s3").put_object(**key, Body=b"body", ChecksumAlgorithm=algorithm)
        got = client("s3").get_object(**key, ChecksumMode="ENABLED")
        equal(got[f"Checksum{algorithm}"], put[f"Checksum{algorithm}"])
        equal(got["Body"].read(), b"body")
    wrong = b64encode(hashlib.sha256(b"other").digest()).decode()
    refused("BadDigest", 400, client("s3").put_object, Bucket=bucket.name, Key="k", Body=b"body", ChecksumSHA256=wrong)


@check("S3 › errors › wrong names and missing things")
def _():
    bucket = make_bucket()
    s3 = client("s3")
    refused("NoSuchBucket", 404, s3.list_objects_v2, Bucket=unique("absent"))
    refused("NoSuchKey", 404, s3.get_object, Bucket=bucket.name, Key="absent")
    refused("404", 404, s3.head_object, Bucket=bucket.name, Key="absent")
    refused("404", 404, s3.head_bucket, Bucket=unique("absent"))
    refused("NoSuchUpload", 404, s3.list_parts, Bucket=bucket.name, Key="k", UploadId="absent")
    refused("InvalidBucketName", 400, s3.create_bucket, Bucket="Not-A-Name")
    refused("InvalidArgument", 400, s3.get_object, Bucket=bucket.name, Key="k", VersionId="wrong")
    refused("NoSuchTagSet", 404, s3.get_bucket_tagging, Bucket=bucket.name)


@check("S3 › errors › are classes of the client, with their members")
def _():
    s3 = client("s3")
    try:
        s3.get_object(Bucket=make_bucket().name, Key="absent")
        raise AssertionError("the call was answered")
    except s3.exceptions.NoSuchKey as error:
        equal(error.response["Error"], {"Code": "NoSuchKey", "Message": "The specified key does not exist.", "Key": "absent"})


@check("S3 › regions › a bucket elsewhere tells its location")
def _():
    s3 = client("s3", region_name="eu-west-1")
    name = unique("ireland")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    equal(s3.get_bucket_location(Bucket=name)["LocationConstraint"], "eu-west-1")
    equal(s3.head_bucket(Bucket=name)["BucketRegion"], "eu-west-1")
    equal(client("s3").get_bucket_location(Bucket=make_bucket().name).get("LocationConstraint"), None)
