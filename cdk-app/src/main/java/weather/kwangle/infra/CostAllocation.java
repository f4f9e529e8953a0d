package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;
import software.constructs.IConstruct;

/** The tags by which the bill is split. They count once they are activated in the billing console (docs/cost.md). */
final class CostAllocation {
    static final String PROJECT = "Project";
    static final String ENVIRONMENT = "Environment";
    static final String COMPONENT = "Component";

    /**
     * A dashboard's tags are newer than the schema that cfn-lint checks against, and a changed tag must not make CloudFormation
     * deploy a configuration again.
     */
    private static final TagProps PRICED = TagProps.builder()
            .excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard", "AWS::AppConfig::Deployment"))
            .build();

    private CostAllocation() {}

    /**
     * @param environment {@code staging}, {@code production} or {@code shared}
     * @param component what the stack is about
     */
    static void tag(IConstruct stack, String environment, String component) {
        Tags.of(stack).add(PROJECT, Names.PRODUCT, PRICED);
        Tags.of(stack).add(ENVIRONMENT, environment, PRICED);
        Tags.of(stack).add(COMPONENT, component, PRICED);
    }
}
