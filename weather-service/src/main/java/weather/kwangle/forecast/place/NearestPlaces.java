package weather.kwangle.forecast.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Places by distance: a grid of one degree, whose cells list their places. */
final class NearestPlaces {
    private static final int ROWS = 180;
    private static final int COLUMNS = 360;
    /** Radii tried one after the other, so that a search in a dense region stays small. */
    private static final double[] FIRST_RADII_KM = {15, 50};

    private final PlaceTable places;
    private final int[] cellStarts = new int[ROWS * COLUMNS + 1];
    private final int[] rows;

    NearestPlaces(PlaceTable places) {
        this.places = places;
        rows = new int[places.size()];
        for (int row = 0; row < rows.length; row++) {
            cellStarts[cellOf(row) + 1]++;
        }
        for (int cell = 0; cell < ROWS * COLUMNS; cell++) {
            cellStarts[cell + 1] += cellStarts[cell];
        }
        int[] next = cellStarts.clone();
        for (int row = 0; row < rows.length; row++) {
            rows[next[cellOf(row)]++] = row;
        }
    }

    /** A place and how far it is. */
    record Neighbour(int row, double km) {}

    /** At most {@code limit} places within a distance, the nearest first; of two as near, the more populous first. */
    List<Neighbour> within(double latitude, double longitude, double km, int limit) {
        for (double radius : FIRST_RADII_KM) {
            if (radius < km) {
                List<Neighbour> near = scan(latitude, longitude, radius);
                if (near.size() >= limit) {
                    return near.subList(0, limit);
                }
            }
        }
        List<Neighbour> found = scan(latitude, longitude, km);
        return found.subList(0, Math.min(limit, found.size()));
    }

    private List<Neighbour> scan(double latitude, double longitude, double km) {
        double height = GreatCircle.degreesOfLatitude(km);
        double width = GreatCircle.degreesOfLongitude(km, latitude);
        int south = gridRow(Math.max(-90, latitude - height));
        int north = gridRow(Math.min(90, latitude + height));
        int west = (int) Math.floor(longitude - width + 180);
        int east = Math.min((int) Math.floor(longitude + width + 180), west + COLUMNS - 1);
        List<Neighbour> found = new ArrayList<>();
        for (int gridRow = south; gridRow <= north; gridRow++) {
            for (int column = west; column <= east; column++) {
                int cell = gridRow * COLUMNS + Math.floorMod(column, COLUMNS);
                for (int i = cellStarts[cell]; i < cellStarts[cell + 1]; i++) {
                    double distance =
                            GreatCircle.km(latitude, longitude, places.latitude(rows[i]), places.longitude(rows[i]));
                    if (distance <= km) {
                        found.add(new Neighbour(rows[i], distance));
                    }
                }
            }
        }
        found.sort(Comparator.comparingDouble(Neighbour::km).thenComparingInt(Neighbour::row));
        return found;
    }

    private int cellOf(int row) {
        int column = Math.floorMod((int) Math.floor(places.longitude(row) + 180), COLUMNS);
        return gridRow(places.latitude(row)) * COLUMNS + column;
    }

    private static int gridRow(double latitude) {
        return Math.min(ROWS - 1, (int) Math.floor(latitude + 90));
    }
}
