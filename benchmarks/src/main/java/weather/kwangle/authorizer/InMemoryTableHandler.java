package weather.kwangle.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Started by the runtime interface client in place of {@link AuthorizerHandler}, with the table in memory. */
public final class InMemoryTableHandler implements RequestStreamHandler {
    private final AuthorizerHandler handler = InMemoryTable.handler(System.getenv(), System.out);

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        handler.handleRequest(input, output, context);
    }
}
