package weather.kwangle.gateway.config;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Makes a chunk that is none an error of the body, which a filter answers. Reactor Netty would answer it beside the filters
 * and hand on what came before as if it were the whole body: the service would be asked with it, and its answer would find
 * another one sent.
 *
 * <p>One for each connection, before Reactor Netty's own handlers. Nothing that follows such a chunk can be read (RFC 9112,
 * section 7.1), so the connection ends with the answer.
 */
final class BrokenBodies extends ChannelDuplexHandler {
    private boolean answered;
    private boolean broken;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            answered = false;
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()) {
            broken = true;
            Throwable cause = content.decoderResult().cause();
            ReferenceCountUtil.release(message);
            if (answered) {
                var _ = context.close();
            } else {
                context.fireExceptionCaught(cause);
            }
            return;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                super.write(context, message, promise);
                return;
            }
            if (broken) {
                HttpUtil.setKeepAlive(response, false);
            }
        }
        boolean last = message instanceof LastHttpContent;
        answered |= last;
        super.write(
                context, message, last && broken ? promise.unvoid().addListener(ChannelFutureListener.CLOSE) : promise);
    }
}
