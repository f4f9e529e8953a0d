package weather.kwangle.forecast.place;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects names and lays them out as {@link NameKeys} reads them. */
final class NameKeysWriter {
    private final Map<String, SortedMap<Integer, Boolean>> rowsByKey = new HashMap<>();

    /** Adds a place under folded names; a name that is both own and alternate is own. */
    void add(Set<String> keys, int row, boolean own) {
        for (String key : keys) {
            if (!key.isEmpty()) {
                rowsByKey.computeIfAbsent(key, _ -> new TreeMap<>()).merge(row, own, Boolean::logicalOr);
            }
        }
    }

    /** Writes the two sections: keys and postings. */
    void write(SectionWriter out) throws IOException {
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        ByteArrayOutputStream postings = new ByteArrayOutputStream();
        byte[] previous = {};
        int entry = 0;
        for (String name : namesInByteOrder()) {
            byte[] key = name.getBytes(StandardCharsets.UTF_8);
            int shared = entry % NameKeys.BLOCK == 0 ? 0 : Arrays.mismatch(previous, key);
            writeVarint(keys, shared);
            writeVarint(keys, key.length - shared);
            keys.write(key, shared, key.length - shared);
            writePostings(postings, rowsByKey.getOrDefault(name, new TreeMap<>()));
            previous = key;
            entry++;
        }
        out.bytes(keys.toByteArray());
        out.bytes(postings.toByteArray());
    }

    private List<String> namesInByteOrder() {
        Comparator<String> byteOrder =
                Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
        return rowsByKey.keySet().stream().sorted(byteOrder).toList();
    }

    private static void writePostings(ByteArrayOutputStream out, Map<Integer, Boolean> ownByRow) {
        int previous = 0;
        Iterator<Map.Entry<Integer, Boolean>> postings = ownByRow.entrySet().iterator();
        while (postings.hasNext()) {
            Map.Entry<Integer, Boolean> posting = postings.next();
            int own = posting.getValue() ? 2 : 0;
            int more = postings.hasNext() ? 1 : 0;
            writeVarint(out, ((posting.getKey() - previous) << 2) | own | more);
            previous = posting.getKey();
        }
    }

    private static void writeVarint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
