package weather.kwangle.gateway.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One connection in a time that stands still until it is moved. Netty's own handler of keep-alive closes what says so. */
class DrainedConnectionTest {
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final AtomicBoolean draining = new AtomicBoolean();
    private final Queue<ChannelPromise> unsent = new ArrayDeque<>();
    private final AtomicBoolean callerReads = new AtomicBoolean(true);
    private final EmbeddedChannel channel = connection();

    enum Step {
        ASK,
        BEGIN_ANSWER,
        END_ANSWER,
        STOP,
        REST_LONG,
        REST_SHORT
    }

    private EmbeddedChannel connection() {
        EmbeddedChannel made = new EmbeddedChannel(
                new SlowCaller(), new HttpServerKeepAliveHandler(), new DrainedConnection(draining::get, QUIET));
        made.freezeTime();
        return made;
    }

    /** Takes what is written only while it reads. */
    private final class SlowCaller extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (callerReads.get()) {
                super.write(context, message, promise);
            } else {
                unsent.add(promise);
            }
        }
    }

    private void stops() {
        draining.set(true);
        channel.pipeline().fireUserEventTriggered(DrainedConnection.Drain.BEGINS);
    }

    private void asks() {
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/forecast"));
    }

    private HttpResponse beginsAnswer() {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setContentLength(response, 0);
        channel.writeOutbound(response);
        return response;
    }

    private void endsAnswer() {
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void rests(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    /** Whatever the order of things: nothing that was asked is cut, and what ends by an answer says so. */
    @Property
    void nothingThatWasAskedIsCutAndAStopEnds(@ForAll @Size(max = 30) List<Step> steps) {
        DrainedConnectionTest connection = new DrainedConnectionTest();
        connection.goesThrough(steps);
    }

    private void goesThrough(List<Step> steps) {
        boolean asked = false;
        boolean begun = false;
        boolean told = false;
        for (Step step : steps) {
            boolean open = channel.isOpen();
            switch (step) {
                case ASK -> {
                    if (open && !asked) {
                        asks();
                        asked = true;
                    }
                }
                case BEGIN_ANSWER -> {
                    if (asked && !begun) {
                        told = !HttpUtil.isKeepAlive(beginsAnswer());
                        begun = true;
                        assertThat(told).isEqualTo(draining.get());
                    }
                }
                case END_ANSWER -> {
                    if (begun) {
                        endsAnswer();
                        asked = false;
                        begun = false;
                        assertThat(channel.isOpen()).isEqualTo(!told);
                    }
                }
                case STOP -> stops();
                case REST_LONG -> {
                    rests(QUIET);
                    assertThat(channel.isOpen()).isEqualTo(open && (asked || !draining.get()));
                }
                case REST_SHORT -> {
                    rests(QUIET.dividedBy(100));
                    assertThat(channel.isOpen()).isEqualTo(open);
                }
            }
            if (asked || !draining.get()) {
                assertThat(channel.isOpen()).as("open after " + step).isTrue();
            }
        }
        if (asked && !begun) {
            beginsAnswer();
        }
        if (asked) {
            endsAnswer();
        }
        stops();
        rests(QUIET);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aCallerThatIsSlowToReadGetsItsAnswer() {
        asks();
        callerReads.set(false);
        beginsAnswer();
        endsAnswer();
        stops();

        rests(QUIET.multipliedBy(5));
        assertThat(channel.isOpen()).isTrue();

        unsent.forEach(ChannelPromise::setSuccess);
        rests(QUIET);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aContinueIsNotYetAnAnswer() {
        asks();
        stops();
        DefaultFullHttpResponse goOn = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE);
        channel.writeOutbound(goOn);

        rests(QUIET);

        assertThat(HttpUtil.isKeepAlive(goOn)).isTrue();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aConnectionThatIsAcceptedAsTheStopBeginsIsClosedToo() {
        draining.set(true);
        EmbeddedChannel late = connection();

        late.advanceTimeBy(QUIET.toNanos(), TimeUnit.NANOSECONDS);
        late.runPendingTasks();

        assertThat(late.isOpen()).isFalse();
    }
}
