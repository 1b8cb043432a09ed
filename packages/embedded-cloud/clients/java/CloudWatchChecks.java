import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** CloudWatch, in Smithy RPC v2 CBOR. */
final class CloudWatchChecks {
  static void run(Operations operations) {
    var at = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(2, ChronoUnit.MINUTES);
    var from = at.minus(1, ChronoUnit.MINUTES);
    var to = at.plus(1, ChronoUnit.MINUTES);
    try (var client = CloudWatchClient.create()) {
      operations.check(
          "monitoring:PutMetricData",
          () -> {
            client.putMetricData(request -> request.namespace("Java").metricData(datum(2.5, at), datum(4, at)));
            return Operations.refused(
                InvalidParameterValueException.class,
                "InvalidParameterValue",
                () -> client.putMetricData(request -> request.namespace("AWS/Java").metricData(datum(1, at))));
          });
      operations.check(
          "monitoring:GetMetricData",
          () -> {
            var sum =
                MetricDataQuery.builder()
                    .id("sum")
                    .metricStat(
                        stat ->
                            stat.metric(metric -> metric.namespace("Java").metricName("Tickets"))
                                .period(60)
                                .stat("Sum"))
                    .build();
            var answer = client.getMetricData(request -> request.startTime(from).endTime(to).metricDataQueries(sum));
            var result = answer.metricDataResults().get(0);
            return Operations.difference(
                List.of(result.values(), result.timestamps()), List.of(List.of(6.5), List.of(at)));
          });
      operations.check(
          "monitoring:GetMetricStatistics",
          () -> {
            var answer =
                client.getMetricStatistics(
                    request ->
                        request
                            .namespace("Java")
                            .metricName("Tickets")
                            .startTime(from)
                            .endTime(to)
                            .period(60)
                            .statistics(Statistic.MAXIMUM, Statistic.SAMPLE_COUNT));
            var point = answer.datapoints().get(0);
            return Operations.difference(List.of(point.maximum(), point.sampleCount()), List.of(4.0, 2.0));
          });
      operations.check(
          "monitoring:ListMetrics",
          () -> {
            var metrics = client.listMetrics(request -> request.namespace("Java")).metrics();
            return Operations.difference(metrics.stream().map(metric -> metric.metricName()).toList(), List.of("Tickets"));
          });
      var alarm = System.getenv("ALARM_NAME");
      operations.check(
          "monitoring:SetAlarmState",
          () -> {
            client.setAlarmState(
                request -> request.alarmName(alarm).stateValue(StateValue.ALARM).stateReason("a test"));
            // The SDK has no class for this code: its ResourceNotFoundException is another error.
            return Operations.refused(
                CloudWatchException.class,
                "ResourceNotFound",
                () ->
                    client.setAlarmState(
                        request -> request.alarmName("nowhere").stateValue(StateValue.OK).stateReason("a test")));
          });
      operations.check(
          "monitoring:DescribeAlarms",
          () -> {
            var alarms = client.describeAlarms(request -> request.alarmNames(alarm)).metricAlarms();
            return Operations.difference(alarms.get(0).stateReason(), "a test");
          });
    }
  }

  private static MetricDatum datum(double value, Instant at) {
    return MetricDatum.builder().metricName("Tickets").value(value).timestamp(at).build();
  }
}
