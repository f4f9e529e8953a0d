package weather.kwangle.pipeline.jenkins;

import groovy.lang.Closure;
import groovy.lang.Script;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a Jenkinsfile is compiled to: knows {@code pipeline}, and runs steps in its own methods. */
public abstract class JenkinsfileScript extends Script {

    private @Nullable Pipeline pipeline;
    private @Nullable Steps steps;

    public void pipeline(Closure<?> body) {
        pipeline = new PipelineReader().read(body);
    }

    Pipeline pipeline() {
        return Objects.requireNonNull(pipeline, "the Jenkinsfile has no pipeline");
    }

    void runStepsWith(Steps steps) {
        this.steps = steps;
    }

    boolean defines(String method, Object[] arguments) {
        return !getMetaClass().respondsTo(this, method, arguments).isEmpty();
    }

    @Override
    public @Nullable Object invokeMethod(String method, Object arguments) {
        Object[] all = arguments instanceof Object[] several ? several : new Object[] {arguments};
        if (defines(method, all) || steps == null) {
            return super.invokeMethod(method, arguments);
        }
        return steps.invokeMethod(method, arguments);
    }

    @Override
    public Object getProperty(String property) {
        return steps == null || getBinding().hasVariable(property) || property.equals("metaClass")
                ? super.getProperty(property)
                : steps.getProperty(property);
    }
}
