package weather.kwangle.forecast.place;

import java.util.Arrays;

/** Finds the row of a GeoNames identifier. */
final class PlaceIds {
    private final int[] ids;
    private final int[] rowsById;

    /** Takes the identifier of each row. */
    PlaceIds(int[] ids) {
        this.ids = ids;
        long[] pairs = new long[ids.length];
        Arrays.setAll(pairs, row -> ((long) ids[row] << 32) | row);
        Arrays.sort(pairs);
        rowsById = new int[ids.length];
        Arrays.setAll(rowsById, i -> (int) pairs[i]);
    }

    int idOf(int row) {
        return ids[row];
    }

    /** The row of an identifier, or a negative number. */
    int rowOf(long id) {
        int low = 0;
        int high = rowsById.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int row = rowsById[middle];
            if (ids[row] == id) {
                return row;
            }
            if (ids[row] < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
