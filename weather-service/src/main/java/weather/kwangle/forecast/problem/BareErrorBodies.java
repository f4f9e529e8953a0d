package weather.kwangle.forecast.problem;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/**
 * Explains the refusals that the HTTP server makes by itself before any filter runs: a target that is no URI, a header
 * that is too large, a request that never ends. They would have no body at all.
 */
@Sharable
public final class BareErrorBodies extends ChannelOutboundHandlerAdapter {
    private final ProblemWriter problems;

    public BareErrorBodies(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof FullHttpResponse response && isBareError(response)) {
            super.write(context, explained(response), promise);
        } else {
            super.write(context, message, promise);
        }
    }

    private static boolean isBareError(FullHttpResponse response) {
        return response.status().code() >= 400
                && !response.content().isReadable()
                && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE);
    }

    private FullHttpResponse explained(FullHttpResponse bare) {
        Problem problem = Problems.ofStatus(bare.status().code());
        byte[] body = problems.bytes(problem, Optional.empty());
        FullHttpResponse explained = new DefaultFullHttpResponse(
                bare.protocolVersion(), HttpResponseStatus.valueOf(problem.status()), Unpooled.wrappedBuffer(body));
        explained
                .headers()
                .set(bare.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        ReferenceCountUtil.release(bare);
        return explained;
    }
}
