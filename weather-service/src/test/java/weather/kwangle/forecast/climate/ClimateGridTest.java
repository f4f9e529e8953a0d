package weather.kwangle.forecast.climate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClimateGridTest {

    @Test
    void theShippedGridIsAtMostOneMebibyte() throws IOException {
        assertThat(shipped()).hasSizeLessThanOrEqualTo(1 << 20);
    }

    @Test
    void aChangedByteIsFound() throws IOException {
        byte[] damaged = shipped();
        damaged[damaged.length / 2] ^= 1;

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(damaged))
                .withMessage("the climatology is damaged: its checksum does not match");
    }

    @Test
    void aShortenedFileIsFound() throws IOException {
        byte[] whole = shipped();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 1)))
                .withMessageContaining("damaged");
    }

    @Test
    void anotherFileIsRefused() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(new byte[100]))
                .withMessageContaining("not a climatology");
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        byte[] newer = shipped();
        newer[5] = 2;

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(newer))
                .withMessage("climatology of format 2, expected format 1");
    }

    private static ClimateGrid read(byte[] bytes) throws IOException {
        return ClimateGrid.read(new ByteArrayInputStream(bytes));
    }

    private static byte[] shipped() throws IOException {
        try (InputStream stream = Climatology.class.getResourceAsStream("climatology.bin")) {
            return Objects.requireNonNull(stream, "climatology.bin").readAllBytes();
        }
    }
}
