/**
 * Our Python runtime: asks the Runtime API for events and runs the handler on them. Error payloads and log lines are
 * those of AWS's runtime. It is text here, so that the compiled package needs no further files.
 */
export const pythonBootstrap = `import decimal, importlib, json, logging, os, sys, time, traceback, urllib.request

API = 'http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/2018-06-01/runtime/'
ROOT = os.environ['LAMBDA_TASK_ROOT']
sys.path.insert(0, ROOT)
for extra in reversed(os.environ.get('SQUALL_PYTHON_PATH', '').split(os.pathsep)):
    if extra:
        sys.path.insert(1, extra)
# Last: what AWS's runtime brings along must not hide what the code has.
sys.path.extend(path for path in os.environ.pop('SQUALL_PYTHON_SDK', '').split(os.pathsep) if path)
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class State:
    request_id = None


class Record:
    # What is not told is None; the text is the one that AWS's runtime prints.
    fields = ()

    def __init__(self, values):
        for name in self.fields:
            setattr(self, name, values.get(name))

    def __repr__(self):
        return '%s([%s])' % (type(self).__name__, ','.join('%s=%s' % (name, getattr(self, name)) for name in self.fields))


class CognitoIdentity(Record):
    fields = ('cognito_identity_id', 'cognito_identity_pool_id')


class Client(Record):
    fields = ('installation_id', 'app_title', 'app_version_name', 'app_version_code', 'app_package_name')


class ClientContext(Record):
    fields = ('custom', 'env', 'client')

    def __init__(self, values):
        super().__init__(values)
        if self.client is not None:
            self.client = Client(self.client)


class LambdaContext(Record):
    fields = ('aws_request_id', 'log_group_name', 'log_stream_name', 'function_name', 'memory_limit_in_mb',
              'function_version', 'invoked_function_arn', 'client_context', 'identity', 'tenant_id')

    def __init__(self, headers):
        self.aws_request_id = headers['Lambda-Runtime-Aws-Request-Id']
        self.invoked_function_arn = headers['Lambda-Runtime-Invoked-Function-Arn']
        self.function_name = os.environ['AWS_LAMBDA_FUNCTION_NAME']
        self.function_version = os.environ['AWS_LAMBDA_FUNCTION_VERSION']
        self.memory_limit_in_mb = os.environ['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
        self.log_group_name = os.environ['AWS_LAMBDA_LOG_GROUP_NAME']
        self.log_stream_name = os.environ['AWS_LAMBDA_LOG_STREAM_NAME']
        told = json.loads(headers.get('Lambda-Runtime-Client-Context') or 'null')
        self.client_context = None if told is None else ClientContext(told)
        self.identity = CognitoIdentity({})
        self.tenant_id = None
        self._deadline = int(headers['Lambda-Runtime-Deadline-Ms'])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))


class Formatter(logging.Formatter):
    converter = time.gmtime

    def format(self, record):
        stamp = time.strftime('%Y-%m-%dT%H:%M:%S', self.converter(record.created))
        text = '[%s]\\t%s.%03dZ\\t%s\\t%s' % (
            record.levelname, stamp, record.msecs, State.request_id or '', record.getMessage())
        if record.exc_info:
            text += '\\n' + self.formatException(record.exc_info)
        return text


def post(path, body):
    request = urllib.request.Request(API + path, data=body, method='POST')
    OPENER.open(request).read()


def describe(error, request_id, skip):
    frames = traceback.extract_tb(error.__traceback__)[skip:]
    return {
        'errorMessage': str(error),
        'errorType': type(error).__name__,
        'requestId': request_id,
        'stackTrace': traceback.format_list(frames),
    }


def report(fault):
    # One log event: the lines are joined as AWS's runtime joins them.
    text = '[ERROR] %s: %s\\r' % (fault['errorType'], fault['errorMessage'])
    text += 'Traceback (most recent call last):\\r' + ''.join(fault['stackTrace']).replace('\\n', '\\r')
    print(text, flush=True)


def load(name):
    if '.' not in name:
        return None, {'errorMessage': "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % name,
                      'errorType': 'Runtime.MalformedHandlerName', 'requestId': '', 'stackTrace': []}
    module_name, function_name = name.rsplit('.', 1)
    try:
        module = importlib.import_module(module_name.replace('/', '.'))
    except SyntaxError as error:
        return None, {'errorMessage': "Syntax error in module '%s': %s" % (module_name, error),
                      'errorType': 'Runtime.UserCodeSyntaxError', 'requestId': '', 'stackTrace': []}
    except ImportError as error:
        return None, {'errorMessage': "Unable to import module '%s': %s" % (module_name, error),
                      'errorType': 'Runtime.ImportModuleError', 'requestId': '', 'stackTrace': []}
    except Exception as error:
        return None, describe(error, '', 1)
    if not hasattr(module, function_name):
        return None, {'errorMessage': "Handler '%s' missing on module '%s'" % (function_name, module_name),
                      'errorType': 'Runtime.HandlerNotFound', 'requestId': '', 'stackTrace': []}
    return getattr(module, function_name), None


# Runtimes since 3.12 answer letters as they are, those before in escapes.
ESCAPES = os.environ.get('AWS_EXECUTION_ENV', '').rsplit('.', 1)[-1] in ('8', '9', '10', '11')


def to_json(value):
    if isinstance(value, decimal.Decimal):
        return int(value) if value.as_tuple().exponent == 0 else float(value)
    if isinstance(value, bytes):
        return value.decode()
    raise TypeError('Object of type %s is not JSON serializable' % type(value).__name__)


def marshal(value):
    if isinstance(value, bytes):
        return value, None
    try:
        return json.dumps(value, default=to_json, ensure_ascii=ESCAPES).encode(), None
    except Exception as error:
        return None, {'errorMessage': 'Unable to marshal response: %s' % error,
                      'errorType': 'Runtime.MarshalError', 'requestId': '', 'stackTrace': []}


def find_layer_programs(layers):
    # Programs of layers are started by AWS's paths: here /opt is elsewhere, and so is the Python of their first line.
    import subprocess
    start = subprocess.Popen.__init__

    def init(self, args, *rest, **options):
        if isinstance(args, (list, tuple)) and args and str(args[0]).startswith('/opt/'):
            program = layers + str(args[0])[len('/opt'):]
            if os.path.isfile(program):
                with open(program, 'rb') as file:
                    is_python = file.readline().startswith(b'#!/var/lang/bin/python')
                args = ([sys.executable] if is_python else []) + [program] + list(args[1:])
        start(self, args, *rest, **options)

    subprocess.Popen.__init__ = init


def main():
    if os.environ.get('SQUALL_LAYERS_ROOT'):
        find_layer_programs(os.environ['SQUALL_LAYERS_ROOT'])
    sys.stdout.reconfigure(line_buffering=True)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Formatter())
    logging.getLogger().addHandler(handler)
    function, fault = load(os.environ['_HANDLER'])
    if fault:
        report(fault)
        post('init/error', json.dumps(fault).encode())
        sys.exit(1)
    while True:
        try:
            response = OPENER.open(API + 'invocation/next')
            event = json.loads(response.read())
        except (OSError, ValueError):
            sys.exit(0)
        context = LambdaContext(response.headers)
        State.request_id = context.aws_request_id
        os.environ['_X_AMZN_TRACE_ID'] = response.headers.get('Lambda-Runtime-Trace-Id') or ''
        path = 'invocation/' + context.aws_request_id
        try:
            answer, fault = marshal(function(event, context))
        except Exception as error:
            fault = describe(error, '', 1)
        if fault:
            fault['requestId'] = context.aws_request_id
            report(fault)
        sys.stdout.flush()
        post(path + ('/error' if fault else '/response'), json.dumps(fault).encode() if fault else answer)


main()
`;
