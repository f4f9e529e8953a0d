package weather.kwangle.forecast.place;

import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The weightiest places among all names with a prefix, without reading them all.
 *
 * <p>A binary tree over the blocks of {@link NameKeys} holds the greatest {@link NameWeight} below each node. The search
 * takes the best node or place first: a node is replaced by its children, a block by its places, and a place that comes
 * out is better than all that is left.
 */
final class PrefixRanking {
    private final NameKeys keys;
    private final PlaceTable places;
    private final int leaves;
    private final int[] best;

    PrefixRanking(NameKeys keys, PlaceTable places) {
        this.keys = keys;
        this.places = places;
        leaves = Math.max(1, Integer.highestOneBit(Math.max(1, keys.blocks() * 2 - 1)));
        best = new int[leaves * 2];
        for (int block = 0; block < keys.blocks(); block++) {
            int leaf = leaves + block;
            NameKeys.Cursor cursor = keys.block(block);
            while (cursor.next()) {
                cursor.visitPostings((row, own) -> best[leaf] = Math.max(best[leaf], weight(row, own)));
            }
        }
        for (int node = leaves - 1; node > 0; node--) {
            best[node] = Math.max(best[2 * node], best[2 * node + 1]);
        }
    }

    /** Rows of places that have a name with this prefix, the weightiest first, each once; a whole name has full weight. */
    Set<Integer> rank(byte[] prefix, int limit) {
        PriorityQueue<Step> open = new PriorityQueue<>();
        keys.find(prefix, (row, own) -> open.add(new Step(places.population(row), true, row)));
        int from = keys.firstBlockOf(prefix) + leaves;
        int to = keys.endBlockOf(prefix) + leaves;
        for (; from < to; from >>= 1, to >>= 1) {
            if ((from & 1) == 1) {
                open.add(Step.node(best[from], from++));
            }
            if ((to & 1) == 1) {
                open.add(Step.node(best[--to], to));
            }
        }
        Set<Integer> rows = new LinkedHashSet<>();
        while (rows.size() < limit) {
            Step step = open.poll();
            if (step == null) {
                break;
            }
            if (step.isPlace) {
                rows.add(step.id);
            } else if (step.id < leaves) {
                open.add(Step.node(best[2 * step.id], 2 * step.id));
                open.add(Step.node(best[2 * step.id + 1], 2 * step.id + 1));
            } else {
                openBlock(step.id - leaves, prefix, open);
            }
        }
        return rows;
    }

    private void openBlock(int block, byte[] prefix, PriorityQueue<Step> open) {
        NameKeys.Cursor cursor = keys.block(block);
        while (cursor.next()) {
            if (cursor.startsWith(prefix)) {
                cursor.visitPostings((row, own) -> open.add(new Step(weight(row, own), true, row)));
            }
        }
    }

    private int weight(int row, boolean own) {
        return NameWeight.of(places.population(row), own);
    }

    /** A node of the tree still to be opened, or a place found. Nodes go first among equals, places by row. */
    private record Step(int weight, boolean isPlace, int id) implements Comparable<Step> {
        static Step node(int weight, int id) {
            return new Step(weight, false, id);
        }

        @Override
        public int compareTo(Step other) {
            int byWeight = Integer.compare(other.weight, weight);
            if (byWeight != 0) {
                return byWeight;
            }
            int byKind = Boolean.compare(isPlace, other.isPlace);
            return byKind != 0 ? byKind : Integer.compare(id, other.id);
        }
    }
}
