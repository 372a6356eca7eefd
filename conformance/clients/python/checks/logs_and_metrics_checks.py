"""CloudWatch Logs and CloudWatch, the latter by its resource API too."""

import datetime
import time

from check import check, client, equal, refused, resource, soon, unique


def make_stream():
    group = unique("/group")
    client("logs").create_log_group(logGroupName=group)
    client("logs").create_log_stream(logGroupName=group, logStreamName="s")
    return group


@check("Logs › events are put, read, filtered and searched by pages")
def _():
    logs = client("logs")
    group = make_stream()
    now = int(time.time() * 1000)
    events = [{"timestamp": now + number, "message": f'{{"n": {number}}}' if number % 2 else f"plain {number}"} for number in range(6)]
    logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=events)
    read = logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True, limit=4)
    equal([each["message"] for each in read["events"]], [each["message"] for each in events[:4]])
    rest = logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True, nextToken=read["nextForwardToken"])
    equal([each["message"] for each in rest["events"]], [each["message"] for each in events[4:]])
    paginator = logs.get_paginator("filter_log_events")
    pages = paginator.paginate(logGroupName=group, filterPattern="{ $.n >= 3 }", PaginationConfig={"PageSize": 1})
    equal(list(pages.search("events[].message")), ['{"n": 3}', '{"n": 5}'])
    equal(list(paginator.paginate(logGroupName=group, filterPattern="plain").search("events[].eventId | length(@)")), [3])


@check("Logs › groups and streams by pages, retention, and errors")
def _():
    logs = client("logs")
    group = make_stream()
    for name in ("a", "b"):
        logs.create_log_stream(logGroupName=group, logStreamName=name)
    streams = logs.get_paginator("describe_log_streams").paginate(logGroupName=group, PaginationConfig={"PageSize": 2})
    equal(list(streams.search("logStreams[].logStreamName")), ["a", "b", "s"])
    logs.put_retention_policy(logGroupName=group, retentionInDays=3)
    found = list(logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=group).search("logGroups[].retentionInDays"))
    equal(found, [3])
    refused("InvalidParameterException", 400, logs.put_retention_policy, logGroupName=group, retentionInDays=2)
    refused("ResourceAlreadyExistsException", 400, logs.create_log_group, logGroupName=group)
    refused("ResourceNotFoundException", 400, logs.describe_log_streams, logGroupName="absent")
    refused("ResourceNotFoundException", 400, logs.get_log_events, logGroupName=group, logStreamName="absent")
    refused("ResourceNotFoundException", 400, logs.delete_log_group, logGroupName="absent")


@check("CloudWatch › resource › a metric's data are put and its statistics read")
def _():
    metric = resource("cloudwatch").Metric(unique("Space"), "Latency")
    now = datetime.datetime.now(datetime.timezone.utc)
    metric.put_data(MetricData=[{"MetricName": "Latency", "Timestamp": now, "Values": [1.5, 2.5], "Counts": [1, 3], "Unit": "Seconds"}])
    found = metric.get_statistics(StartTime=now - datetime.timedelta(hours=1), EndTime=now + datetime.timedelta(hours=1), Period=7200, Statistics=["Sum", "Maximum", "SampleCount"])
    [point] = found["Datapoints"]
    equal((found["Label"], point["Sum"], point["Maximum"], point["SampleCount"], point["Unit"]), ("Latency", 9.0, 2.5, 4.0, "Seconds"))
    names = [each.metric_name for each in resource("cloudwatch").metrics.filter(Namespace=metric.namespace)]
    equal(names, ["Latency"])
    pages = client("cloudwatch").get_paginator("get_metric_data").paginate(
        MetricDataQueries=[{"Id": "m", "MetricStat": {"Metric": {"Namespace": metric.namespace, "MetricName": "Latency"}, "Period": 7200, "Stat": "Average"}}],
        StartTime=now - datetime.timedelta(hours=1),
        EndTime=now + datetime.timedelta(hours=1),
    )
    equal(list(pages.search("MetricDataResults[].Values[]")), [2.25])


@check("CloudWatch › alarms › are made, waited for, set and deleted")
def _():
    cloudwatch = client("cloudwatch")
    name = unique("alarm")
    cloudwatch.put_metric_alarm(AlarmName=name, Namespace="N", MetricName="M", Period=60, EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold", Statistic="Sum")
    cloudwatch.get_waiter("alarm_exists").wait(AlarmNames=[name], WaiterConfig=soon)
    alarm = resource("cloudwatch").Alarm(name)
    alarm.set_state(StateValue="ALARM", StateReason="by hand")
    alarm.reload()
    equal((alarm.threshold, alarm.period, alarm.state_value), (1.0, 60, "ALARM"))
    history = cloudwatch.get_paginator("describe_alarm_history").paginate(AlarmName=name, HistoryItemType="StateUpdate").search("AlarmHistoryItems[]")
    equal(next(iter(history))["AlarmName"], name)
    alarm.delete()
    equal(cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"], [])


@check("CloudWatch › errors")
def _():
    cloudwatch = client("cloudwatch")
    refused("ResourceNotFound", 404, cloudwatch.set_alarm_state, AlarmName="absent", StateValue="OK", StateReason="r")
    refused("ResourceNotFound", 404, cloudwatch.get_dashboard, DashboardName="absent")
    refused("InvalidParameterInput", 400, cloudwatch.put_dashboard, DashboardName="d", DashboardBody="{no")
