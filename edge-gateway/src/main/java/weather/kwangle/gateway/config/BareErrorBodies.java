package weather.kwangle.gateway.config;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.util.ReferenceCountUtil;
import java.util.UUID;
import weather.kwangle.gateway.assertion.Caller;
import weather.kwangle.gateway.problem.Problem;
import weather.kwangle.gateway.problem.ProblemJson;
import weather.kwangle.gateway.problem.Problems;

/**
 * Gives a body to the errors that Reactor Netty answers before any filter runs: a request that is not HTTP, a target
 * that is no URI, a header that is too large.
 */
@Sharable
final class BareErrorBodies extends ChannelOutboundHandlerAdapter {
    private static final int LOWEST_ERROR = 400;

    private final ProblemJson problems;

    BareErrorBodies(ProblemJson problems) {
        this.problems = problems;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean bare = message instanceof FullHttpResponse response
                && response.status().code() >= LOWEST_ERROR
                && !response.content().isReadable()
                && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE);
        super.write(context, bare ? explained((FullHttpResponse) message) : message, promise);
    }

    private FullHttpResponse explained(FullHttpResponse bare) {
        String requestId = UUID.randomUUID().toString();
        byte[] body = problems.bytes(Problems.ofStatus(bare.status().code()), requestId);
        FullHttpResponse explained =
                new DefaultFullHttpResponse(bare.protocolVersion(), bare.status(), Unpooled.wrappedBuffer(body));
        explained
                .headers()
                .set(bare.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(Caller.REQUEST_ID_HEADER, requestId);
        ReferenceCountUtil.release(bare);
        return explained;
    }
}
