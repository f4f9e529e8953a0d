package weather.kwangle.pipeline.jenkins;

import groovy.lang.Closure;
import groovy.lang.GroovyObjectSupport;
import groovy.lang.MissingPropertyException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A block of declarative syntax: it knows its directives and refuses any other. */
final class Block extends GroovyObjectSupport {

    private final String name;
    private final Map<String, Function<List<Object>, @Nullable Object>> directives = new HashMap<>();
    private final Map<String, Object> words = new HashMap<>();
    private @Nullable Function<String, Object> variables;
    private @Nullable BiConsumer<String, Object> assignments;

    Block(String name) {
        this.name = name;
    }

    /** What the block does with {@code directive argument…}. */
    Block on(String directive, Function<List<Object>, @Nullable Object> meaning) {
        directives.put(directive, meaning);
        return this;
    }

    /** A word that stands without quotes, such as {@code agent none}. */
    Block word(String word) {
        words.put(word, word);
        return this;
    }

    /** What {@code NAME = value} does, and what a name alone stands for. */
    Block assignable(BiConsumer<String, Object> assignments, Function<String, Object> variables) {
        this.assignments = assignments;
        this.variables = variables;
        return this;
    }

    void evaluate(Closure<?> body) {
        Closure<?> copy = (Closure<?>) body.clone();
        copy.setDelegate(this);
        copy.setResolveStrategy(Closure.DELEGATE_ONLY);
        copy.call();
    }

    @Override
    public @Nullable Object invokeMethod(String directive, Object arguments) {
        Function<List<Object>, @Nullable Object> meaning = directives.get(directive);
        if (meaning == null) {
            throw new PipelineSyntaxException("unknown directive '" + directive + "' in " + name);
        }
        return meaning.apply(arguments instanceof Object[] several ? List.of(several) : List.of(arguments));
    }

    @Override
    public Object getProperty(String property) {
        if (words.containsKey(property)) {
            return words.get(property);
        }
        if (variables != null) {
            return variables.apply(property);
        }
        throw new MissingPropertyException(property, Block.class);
    }

    @Override
    public void setProperty(String property, Object value) {
        if (assignments == null) {
            throw new PipelineSyntaxException("'" + property + "' cannot be set in " + name);
        }
        assignments.accept(property, value);
    }
}
