package weather.kwangle.forecast.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaceIndexTest {
    private final byte[] file = shippedFile();

    @Test
    void everyPlaceIsThere() {
        assertThat(ShippedIndex.INDEX.size()).isEqualTo(199_568);
    }

    @Test
    void everyPlaceIsFoundByItsOwnName() {
        PlaceTable places = ShippedIndex.INDEX.places();
        assertThat(IntStream.range(0, places.size())
                        .filter(row -> !bearsAsOwn(places.place(row).name(), row)))
                .isEmpty();
    }

    @Test
    void everyPlaceIsFoundByItsIdentifier() {
        PlaceTable places = ShippedIndex.INDEX.places();
        assertThat(IntStream.range(0, places.size())
                        .filter(row -> places.rowOf(places.place(row).geonameId()) != row))
                .isEmpty();
    }

    @Test
    void aPlaceHasAllThatTheGazetteerKnows() {
        Place hanoi = ShippedIndex.found("geonames:1581130");
        assertThat(hanoi.name()).isEqualTo("Hanoi");
        assertThat(hanoi.id()).isEqualTo("geonames:1581130");
        assertThat(hanoi.countryCode()).isEqualTo("VN");
        assertThat(hanoi.admin1()).contains("Hanoi");
        assertThat(hanoi.latitude()).isEqualTo(21.0245);
        assertThat(hanoi.longitude()).isEqualTo(105.84117);
        assertThat(hanoi.elevationMetres()).hasValue(10);
        assertThat(hanoi.population()).isEqualTo(8_053_663);
        assertThat(hanoi.zone().getId()).isEqualTo("Asia/Bangkok");
        assertThat(ShippedIndex.found("Chicago").admin2()).contains("Cook County");
    }

    @Test
    void theFileStaysBelowTwelveMebibytes() {
        assertThat(file.length).isLessThan(12 << 20);
    }

    @Test
    void aTruncatedFileIsRefused() {
        assertRefused(Arrays.copyOf(file, file.length - 1), "cut short after");
        assertRefused(Arrays.copyOf(file, 11), "cut short in its header");
        assertRefused(new byte[0], "cut short in its header");
    }

    @Test
    void anAlteredFileIsRefused() {
        assertRefused(altered(file.length / 2), "checksum is wrong");
        assertRefused(altered(PlaceIndexFormat.HEADER_BYTES - 1), "checksum is wrong");
    }

    @Test
    void aLongerFileIsRefused() {
        assertRefused(Arrays.copyOf(file, file.length + 1), "goes on after its end");
    }

    @Test
    void anotherFileOrVersionIsRefused() {
        assertRefused(altered(0), "does not start with the mark of a place index");
        assertRefused(altered(Long.BYTES + 3), "its version is");
    }

    private static boolean bearsAsOwn(String name, int wanted) {
        BitSet bearers = new BitSet();
        byte[] key = NameFolding.fold(name).getBytes(StandardCharsets.UTF_8);
        ShippedIndex.INDEX.names().find(key, (row, own) -> bearers.set(row, own));
        return bearers.get(wanted);
    }

    private static void assertRefused(byte[] damaged, String why) {
        assertThatThrownBy(() -> PlaceIndex.read(new ByteArrayInputStream(damaged)))
                .isInstanceOf(PlaceIndexException.class)
                .hasMessageContaining("The place index is refused")
                .hasMessageContaining(why);
    }

    private byte[] altered(int position) {
        byte[] altered = file.clone();
        altered[position] ^= 0x10;
        return altered;
    }

    private static byte[] shippedFile() {
        try (InputStream resource = PlaceIndex.class.getResourceAsStream("places.idx")) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
