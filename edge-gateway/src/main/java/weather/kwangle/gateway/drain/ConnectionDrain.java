package weather.kwangle.gateway.drain;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Stops the server without cutting an answer. First nobody can connect any more, then each connection ends: with its next
 * answer, which says so, or once it has rested for a while. Stops before everything else, since what answers must last
 * until all answers are out.
 *
 * <p>Stands in for Reactor Netty's graceful stop, which looks at the connections once, from a thread of its own. It does
 * not wait for a connection whose request ends while it looks, although the next request is already on its way, and closes
 * one whose request begins just then.
 */
public final class ConnectionDrain implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDrain.class);

    private final Duration quiet;
    private final ChannelGroup connections = new DefaultChannelGroup("connections", GlobalEventExecutor.INSTANCE);
    private volatile @Nullable Channel listener;
    private volatile boolean draining;
    private volatile boolean running;

    /** @param quiet how long a connection must have rested before it is closed without a word */
    public ConnectionDrain(Duration quiet) {
        this.quiet = quiet;
    }

    public HttpServer watch(HttpServer server) {
        return server.doOnBound(bound -> listenOn(bound.channel())).doOnChannelInit((observer, channel, address) -> {
            connections.add(channel);
            channel.pipeline()
                    .addAfter(
                            NettyPipeline.HttpTrafficHandler,
                            "drained-connection",
                            new DrainedConnection(() -> draining, quiet));
        });
    }

    private void listenOn(Channel channel) {
        channel.pipeline().addFirst(new AcceptedConnections());
        listener = channel;
    }

    @Override
    public void start() {
        draining = false;
        running = true;
    }

    @Override
    public void stop(Runnable whenDrained) {
        running = false;
        Channel bound = listener;
        if (bound == null) {
            whenDrained.run();
            return;
        }
        // Only then are callers sent away: one that came back at once would stand in a queue that the close resets.
        bound.close().addListener(closed -> endConnections(whenDrained));
    }

    private void endConnections(Runnable whenDrained) {
        LOG.atInfo().addKeyValue("connections", connections.size()).log("no more connections are accepted");
        draining = true;
        for (Channel connection : connections) {
            // One that is not registered yet finds out by itself when it is.
            if (connection.isRegistered()) {
                connection.pipeline().fireUserEventTriggered(DrainedConnection.Drain.BEGINS);
            }
        }
        connections.newCloseFuture().addListener(closed -> {
            LOG.info("all connections have ended");
            whenDrained.run();
        });
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Counts a connection from the moment it is accepted, so that none is missed when the listener has closed. */
    private final class AcceptedConnections extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            connections.add((Channel) connection);
            context.fireChannelRead(connection);
        }
    }
}
