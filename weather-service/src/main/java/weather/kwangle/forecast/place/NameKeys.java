package weather.kwangle.forecast.place;

import java.util.Arrays;

/**
 * The dictionary from folded names to places: some 700,000 keys in two byte arrays.
 *
 * <p>Keys are UTF-8 in unsigned byte order, front-coded (Witten, Moffat, Bell, "Managing Gigabytes", section 4.1): each is
 * the number of bytes it shares with the key before, the number of further bytes, and those. Every {@value #BLOCK}th key
 * shares nothing, so that a binary search over such blocks finds a key by reading at most one of them.
 *
 * <p>Postings stand in the order of the keys. A posting is {@code rowDelta << 2 | own << 1 | more}: rows of one key ascend
 * (the first counts from 0), {@code own} marks the place's own name as opposed to an alternate one, {@code more} that
 * another posting of the key follows. All numbers are unsigned LEB128 varints.
 */
final class NameKeys {
    static final int BLOCK = 16;

    private final byte[] keys;
    private final byte[] postings;
    private final int[] keyOffsets;
    private final int[] postingOffsets;

    NameKeys(byte[] keys, byte[] postings) {
        this.keys = keys;
        this.postings = postings;
        int[] keyStarts = new int[1 << 12];
        int[] postingStarts = new int[1 << 12];
        int blocks = 0;
        Varints key = new Varints(keys, 0);
        Varints posting = new Varints(postings, 0);
        for (int entry = 0; key.position() < keys.length; entry++) {
            if (entry % BLOCK == 0) {
                if (blocks == keyStarts.length) {
                    keyStarts = Arrays.copyOf(keyStarts, blocks * 2);
                    postingStarts = Arrays.copyOf(postingStarts, blocks * 2);
                }
                keyStarts[blocks] = key.position();
                postingStarts[blocks++] = posting.position();
            }
            key.next();
            key.skip(key.next());
            while ((posting.next() & 1) != 0) {}
        }
        keyOffsets = Arrays.copyOf(keyStarts, blocks);
        postingOffsets = Arrays.copyOf(postingStarts, blocks);
    }

    int blocks() {
        return keyOffsets.length;
    }

    /** A cursor before the first key of a block; it stops at the block's end. */
    Cursor block(int block) {
        return new Cursor(block);
    }

    /** Shows the visitor every place of exactly this key. */
    void find(byte[] key, PostingVisitor visitor) {
        int block = firstBlockAfter(key, Integer.MAX_VALUE) - 1;
        if (block < 0) {
            return;
        }
        Cursor cursor = block(block);
        while (cursor.next()) {
            if (cursor.isKey(key)) {
                cursor.visitPostings(visitor);
                return;
            }
        }
    }

    /** The first block that can hold a key with this prefix. */
    int firstBlockOf(byte[] prefix) {
        return Math.max(0, firstBlockAfter(prefix, Integer.MAX_VALUE) - 1);
    }

    /** The block after the last one that can hold a key with this prefix. */
    int endBlockOf(byte[] prefix) {
        return firstBlockAfter(prefix, prefix.length);
    }

    /** The first block whose first key, cut to a length, is greater than the given bytes. */
    private int firstBlockAfter(byte[] bytes, int cut) {
        int low = 0;
        int high = blocks();
        while (low < high) {
            int middle = (low + high) >>> 1;
            Varints head = new Varints(keys, keyOffsets[middle] + 1);
            int length = head.next();
            int from = head.position();
            int compared = Arrays.compareUnsigned(keys, from, from + Math.min(length, cut), bytes, 0, bytes.length);
            if (compared > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Is shown a place that bears a name. */
    @FunctionalInterface
    interface PostingVisitor {
        void visit(int row, boolean own);
    }

    /** Walks the keys of one block. */
    final class Cursor {
        private final Varints key;
        private final Varints posting;
        private final int end;
        private byte[] text = new byte[64];
        private int length;
        private boolean postingsPending;

        private Cursor(int block) {
            key = new Varints(keys, keyOffsets[block]);
            posting = new Varints(postings, postingOffsets[block]);
            end = block + 1 < blocks() ? keyOffsets[block + 1] : keys.length;
        }

        boolean next() {
            if (postingsPending) {
                while ((posting.next() & 1) != 0) {}
            }
            if (key.position() >= end) {
                return false;
            }
            int shared = key.next();
            int added = key.next();
            length = shared + added;
            if (length > text.length) {
                text = Arrays.copyOf(text, length * 2);
            }
            System.arraycopy(keys, key.position(), text, shared, added);
            key.skip(added);
            postingsPending = true;
            return true;
        }

        boolean isKey(byte[] wanted) {
            return length == wanted.length && startsWith(wanted);
        }

        boolean startsWith(byte[] prefix) {
            return length >= prefix.length && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
        }

        /** Shows every place of the current key; once per key. */
        void visitPostings(PostingVisitor visitor) {
            int row = 0;
            int value;
            do {
                value = posting.next();
                row += value >>> 2;
                visitor.visit(row, (value & 2) != 0);
            } while ((value & 1) != 0);
            postingsPending = false;
        }
    }
}
