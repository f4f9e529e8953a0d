package weather.kwangle.gateway.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weather.kwangle.gateway.Edge;

class EdgeKeyFileTest {
    @TempDir
    Path folder;

    @Test
    void everyReadingSeesTheFileAsItIsThen() throws IOException {
        Path mounted = write(1);
        EdgeKeyFile keys = new EdgeKeyFile(mounted);
        assertThat(keys.get().ids()).containsExactly("k1");

        write(2);
        assertThat(keys.get().ids()).containsExactly("k2");
    }

    @Test
    void aFileWithoutKeysIsRefusedWithoutShowingIt() throws IOException {
        Path mounted = Files.writeString(folder.resolve("edge-key.json"), "c2VjcmV0");
        assertThatThrownBy(new EdgeKeyFile(mounted)::get).message().doesNotContain("c2VjcmV0");
    }

    private Path write(int filling) throws IOException {
        return Files.writeString(folder.resolve("edge-key.json"), json(filling));
    }

    private static String json(int filling) {
        return "{\"keys\":[{\"kid\":\"k%d\",\"key\":\"%s\"}]}".formatted(filling, Edge.key(filling));
    }
}
