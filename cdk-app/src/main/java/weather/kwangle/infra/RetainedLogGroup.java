package weather.kwangle.infra;

import java.util.Map;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** A log group with the environment's retention and key. Production's outlive their stack. */
final class RetainedLogGroup {
    /** By the number of days: the periods of a year and less. */
    static final Map<Integer, RetentionDays> PERIODS = Map.ofEntries(
            Map.entry(1, RetentionDays.ONE_DAY),
            Map.entry(3, RetentionDays.THREE_DAYS),
            Map.entry(5, RetentionDays.FIVE_DAYS),
            Map.entry(7, RetentionDays.ONE_WEEK),
            Map.entry(14, RetentionDays.TWO_WEEKS),
            Map.entry(30, RetentionDays.ONE_MONTH),
            Map.entry(60, RetentionDays.TWO_MONTHS),
            Map.entry(90, RetentionDays.THREE_MONTHS),
            Map.entry(120, RetentionDays.FOUR_MONTHS),
            Map.entry(150, RetentionDays.FIVE_MONTHS),
            Map.entry(180, RetentionDays.SIX_MONTHS),
            Map.entry(365, RetentionDays.ONE_YEAR));

    private RetainedLogGroup() {}

    static LogGroup create(Construct scope, String id, String name, EnvironmentSettings settings, IKey key) {
        return LogGroup.Builder.create(scope, id)
                .logGroupName(name)
                .encryptionKey(key)
                .retention(PERIODS.get(settings.logs().retentionDays()))
                .removalPolicy(settings.kept())
                .build();
    }
}
