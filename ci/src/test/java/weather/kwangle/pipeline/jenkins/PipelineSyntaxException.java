package weather.kwangle.pipeline.jenkins;

/** The Jenkinsfile says something that Jenkins, or this stand-in of it, does not know. */
public final class PipelineSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PipelineSyntaxException(String message) {
        super(message);
    }
}
