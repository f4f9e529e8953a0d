package weather.kwangle.benchmarks.function;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** For a handler that is called without Lambda; all it may ask for is an id. */
public final class NoContext implements Context {
    @Override
    public String getAwsRequestId() {
        return "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d";
    }

    @Override
    public String getLogGroupName() {
        throw notHere();
    }

    @Override
    public String getLogStreamName() {
        throw notHere();
    }

    @Override
    public String getFunctionName() {
        throw notHere();
    }

    @Override
    public String getFunctionVersion() {
        throw notHere();
    }

    @Override
    public String getInvokedFunctionArn() {
        throw notHere();
    }

    @Override
    public CognitoIdentity getIdentity() {
        throw notHere();
    }

    @Override
    public ClientContext getClientContext() {
        throw notHere();
    }

    @Override
    public int getRemainingTimeInMillis() {
        throw notHere();
    }

    @Override
    public int getMemoryLimitInMB() {
        throw notHere();
    }

    @Override
    public LambdaLogger getLogger() {
        throw notHere();
    }

    private static UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("there is no Lambda around this call");
    }
}
