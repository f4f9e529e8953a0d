package weather.kwangle.gateway.drain;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller's connection. While the pod stops, the next answer that begins carries {@code Connection: close}, after which
 * Reactor Netty closes it (RFC 9112, section 9.6); one on which nothing is asked is closed when it has rested for long
 * enough. A request that arrives is therefore always answered, except one that crosses the close of a resting connection,
 * which HTTP/1.1 has no means against (section 9.5).
 *
 * <p>Stands behind Reactor Netty's handler of keep-alive, which hands on one request at a time and must see the header that
 * is set here. Everything runs on the connection's event loop, so nothing can begin between a look and a close.
 */
final class DrainedConnection extends ChannelDuplexHandler {
    private final BooleanSupplier draining;
    private final Duration quiet;
    private int unanswered;
    private @Nullable Future<?> close;

    enum Drain {
        BEGINS
    }

    DrainedConnection(BooleanSupplier draining, Duration quiet) {
        this.draining = draining;
        this.quiet = quiet;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        closeOnceQuiet(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Drain.BEGINS) {
            closeOnceQuiet(context);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            unanswered++;
            stayOpen();
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
            if (draining.getAsBoolean()) {
                HttpUtil.setKeepAlive(response, false);
            }
        }
        super.write(context, message, message instanceof LastHttpContent ? answered(context, promise) : promise);
    }

    /** The answer is out when its last byte is, not when it was handed over. */
    private ChannelPromise answered(ChannelHandlerContext context, ChannelPromise promise) {
        return promise.unvoid().addListener(written -> {
            unanswered--;
            closeOnceQuiet(context);
        });
    }

    private void closeOnceQuiet(ChannelHandlerContext context) {
        if (draining.getAsBoolean() && unanswered == 0) {
            stayOpen();
            close = context.executor().schedule(() -> close(context), quiet.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private static void close(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void stayOpen() {
        if (close != null) {
            close.cancel(false);
            close = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stayOpen();
        context.fireChannelInactive();
    }
}
