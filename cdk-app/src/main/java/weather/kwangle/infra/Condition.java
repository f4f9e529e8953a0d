package weather.kwangle.infra;

import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;

/**
 * When an alarm rings.
 *
 * @param breaching how many of the latest {@code periods} values have to be beyond the threshold
 * @param missing what a period without a value counts as
 */
record Condition(
        IMetric metric,
        ComparisonOperator comparison,
        double threshold,
        int breaching,
        int periods,
        TreatMissingData missing) {

    /** More than so much in one period; silence is fine. */
    static Condition above(IMetric metric, double threshold) {
        return new Condition(
                metric, ComparisonOperator.GREATER_THAN_THRESHOLD, threshold, 1, 1, TreatMissingData.NOT_BREACHING);
    }

    /** Less than so much in one period; silence is fine. */
    static Condition below(IMetric metric, double threshold) {
        return new Condition(
                metric, ComparisonOperator.LESS_THAN_THRESHOLD, threshold, 1, 1, TreatMissingData.NOT_BREACHING);
    }

    Condition forPeriods(int all) {
        return forPeriods(all, all);
    }

    Condition forPeriods(int some, int of) {
        return new Condition(metric, comparison, threshold, some, of, missing);
    }

    Condition whenSilent(TreatMissingData countsAs) {
        return new Condition(metric, comparison, threshold, breaching, periods, countsAs);
    }

    Alarm.Builder applyTo(Alarm.Builder alarm) {
        return alarm.metric(metric)
                .comparisonOperator(comparison)
                .threshold(threshold)
                .datapointsToAlarm(breaching)
                .evaluationPeriods(periods)
                .treatMissingData(missing);
    }
}
