"""KMS, Systems Manager's parameters, Secrets Manager."""

import json

from check import check, client, equal, refused, unique


@check("KMS › encrypts and decrypts blobs, with a context and by an alias")
def _():
    kms = client("kms")
    key = kms.create_key(Description="d")["KeyMetadata"]
    equal((key["KeyState"], key["KeySpec"], key["KeyUsage"]), ("Enabled", "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"))
    alias = f"alias/{unique('key')}"
    kms.create_alias(AliasName=alias, TargetKeyId=key["KeyId"])
    blob = kms.encrypt(KeyId=alias, Plaintext=b"\0secret", EncryptionContext={"a": "1"})["CiphertextBlob"]
    equal(kms.decrypt(CiphertextBlob=blob, EncryptionContext={"a": "1"})["Plaintext"], b"\0secret")
    refused("InvalidCiphertextException", 400, kms.decrypt, CiphertextBlob=blob, EncryptionContext={"a": "2"})
    data = kms.generate_data_key(KeyId=key["KeyId"], KeySpec="AES_256")
    equal((len(data["Plaintext"]), kms.decrypt(CiphertextBlob=data["CiphertextBlob"])["Plaintext"] == data["Plaintext"]), (32, True))


@check("KMS › signs and verifies, and makes MACs")
def _():
    kms = client("kms")
    key = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"]
    signature = kms.sign(KeyId=key, Message=b"m", SigningAlgorithm="ECDSA_SHA_256")["Signature"]
    equal(kms.verify(KeyId=key, Message=b"m", Signature=signature, SigningAlgorithm="ECDSA_SHA_256")["SignatureValid"], True)
    refused("KMSInvalidSignatureException", 400, kms.verify, KeyId=key, Message=b"n", Signature=signature, SigningAlgorithm="ECDSA_SHA_256")
    refused("InvalidKeyUsageException", 400, kms.encrypt, KeyId=key, Plaintext=b"x")
    mac = kms.create_key(KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256")["KeyMetadata"]["KeyId"]
    made = kms.generate_mac(KeyId=mac, Message=b"m", MacAlgorithm="HMAC_SHA_256")["Mac"]
    equal(kms.verify_mac(KeyId=mac, Message=b"m", Mac=made, MacAlgorithm="HMAC_SHA_256")["MacValid"], True)


@check("KMS › paginators and errors")
def _():
    kms = client("kms")
    made = {kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(3)}
    assert made <= set(kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 2}).search("Keys[].KeyId"))
    names = list(kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 2}).search("Aliases[].AliasName"))
    equal(len(names), len(set(names)))
    refused("NotFoundException", 400, kms.describe_key, KeyId="1234abcd-12ab-34cd-56ef-1234567890ab")
    refused("NotFoundException", 400, kms.describe_key, KeyId="alias/absent")
    equal(refused("NotFoundException", 400, kms.describe_key, KeyId="no-key"), "Invalid keyId 'no-key'")
    key = made.pop()
    kms.disable_key(KeyId=key)
    refused("DisabledException", 400, kms.encrypt, KeyId=key, Plaintext=b"x")
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    refused("KMSInvalidStateException", 400, kms.enable_key, KeyId=key)


@check("SSM › parameters of each type, their history and paths by pages")
def _():
    ssm = client("ssm")
    path = f"/{unique('path')}"
    for number in range(5):
        ssm.put_parameter(Name=f"{path}/p{number}", Value=str(number), Type="String")
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=path, PaginationConfig={"PageSize": 2})
    equal([each["Value"] for each in pages.search("Parameters[]")], ["0", "1", "2", "3", "4"])
    ssm.put_parameter(Name=f"{path}/secret", Value="s", Type="SecureString")
    assert ssm.get_parameter(Name=f"{path}/secret")["Parameter"]["Value"] != "s"
    equal(ssm.get_parameter(Name=f"{path}/secret", WithDecryption=True)["Parameter"]["Value"], "s")
    equal(ssm.put_parameter(Name=f"{path}/p0", Value="9", Overwrite=True)["Version"], 2)
    equal(ssm.get_parameter(Name=f"{path}/p0:1")["Parameter"]["Value"], "0")
    history = ssm.get_paginator("get_parameter_history").paginate(Name=f"{path}/p0").search("Parameters[].Version")
    equal(list(history), [1, 2])
    described = ssm.get_paginator("describe_parameters").paginate(ParameterFilters=[{"Key": "Path", "Values": [path]}])
    equal(len(list(described.search("Parameters[]"))), 6)
    found = ssm.get_parameters(Names=[f"{path}/p1", f"{path}/absent"])
    equal(([each["Value"] for each in found["Parameters"]], found["InvalidParameters"]), (["1"], [f"{path}/absent"]))


@check("SSM › errors")
def _():
    ssm = client("ssm")
    name = unique("parameter")
    refused("ParameterNotFound", 400, ssm.get_parameter, Name=name)
    ssm.put_parameter(Name=name, Value="1", Type="String")
    refused("ParameterAlreadyExists", 400, ssm.put_parameter, Name=name, Value="1", Type="String")
    refused("ParameterVersionNotFound", 400, ssm.get_parameter, Name=f"{name}:9")
    refused("ValidationException", 400, ssm.put_parameter, Name=unique("p"), Value="1", Type="Number")
    refused("ParameterNotFound", 400, ssm.delete_parameter, Name="absent")


@check("Secrets Manager › strings and blobs, stages and a deletion that is taken back")
def _():
    secrets = client("secretsmanager")
    name = unique("secret")
    made = secrets.create_secret(Name=name, SecretString=json.dumps({"user": "a"}), Tags=[{"Key": "k", "Value": "v"}])
    assert made["ARN"].startswith(f"arn:aws:secretsmanager:us-east-1:000000000000:secret:{name}-"), made
    second = secrets.put_secret_value(SecretId=name, SecretBinary=b"\0\1")
    equal(secrets.get_secret_value(SecretId=name)["SecretBinary"], b"\0\1")
    equal(secrets.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS")["VersionId"], made["VersionId"])
    equal(secrets.describe_secret(SecretId=name)["VersionIdsToStages"], {made["VersionId"]: ["AWSPREVIOUS"], second["VersionId"]: ["AWSCURRENT"]})
    secrets.delete_secret(SecretId=name)
    refused("InvalidRequestException", 400, secrets.get_secret_value, SecretId=name)
    secrets.restore_secret(SecretId=name)
    equal(secrets.get_secret_value(SecretId=made["ARN"])["Name"], name)


@check("Secrets Manager › paginator, random passwords and errors")
def _():
    secrets = client("secretsmanager")
    prefix = unique("paged")
    for number in range(3):
        secrets.create_secret(Name=f"{prefix}/{number}", SecretString="x")
    listed = secrets.get_paginator("list_secrets").paginate(Filters=[{"Key": "name", "Values": [prefix]}], PaginationConfig={"PageSize": 2})
    equal(sorted(listed.search("SecretList[].Name")), [f"{prefix}/{number}" for number in range(3)])
    equal(len(secrets.get_random_password(PasswordLength=20, ExcludePunctuation=True)["RandomPassword"]), 20)
    equal(refused("ResourceNotFoundException", 400, secrets.get_secret_value, SecretId="absent"), "Secrets Manager can't find the specified secret.")
    refused("ResourceExistsException", 400, secrets.create_secret, Name=f"{prefix}/0", SecretString="x")
    empty = unique("empty")
    secrets.create_secret(Name=empty)
    refused("ResourceNotFoundException", 400, secrets.get_secret_value, SecretId=empty)
