package weather.kwangle.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ReservedPortTest {
    @Test
    void aReservedPortIsGivenToNobodyElseButCanBeListenedOn() throws Exception {
        int reserved = ReservedPort.take();

        var others = new HashSet<Integer>();
        for (int i = 0; i < 500; i++) {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                others.add(socket.getLocalPort());
            }
        }

        assertThat(others).doesNotContain(reserved);
        try (var server = new ServerSocket(reserved, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.getLocalPort()).isEqualTo(reserved);
        }
    }
}
