package weather.kwangle.forecast.climate;

/**
 * One quantity on nodes of equal latitude and longitude steps, once or for twelve months. Nodes run from 90 N to 90 S
 * and from 180 W eastwards around the globe; between them the layer is bilinear.
 */
final class GridLayer {
    private final int rows;
    private final int columns;
    private final double step;
    private final double scale;
    private final short[] units;

    /** @param units {@code value / scale}, month by month, row by row */
    GridLayer(int rows, int columns, double step, double scale, short[] units) {
        this.rows = rows;
        this.columns = columns;
        this.step = step;
        this.scale = scale;
        this.units = units;
    }

    double at(double latitude, double longitude) {
        return at(latitude, longitude, 0);
    }

    /** The value at a phase of the year: straight between the middles of the months. */
    double at(double latitude, double longitude, MonthPhase phase) {
        return at(latitude, longitude, phase.month()) * (1 - phase.weight())
                + at(latitude, longitude, phase.nextMonth()) * phase.weight();
    }

    private double at(double latitude, double longitude, int month) {
        double y = (90 - latitude) / step;
        double x = (longitude + 180) / step;
        int row = Math.min((int) y, rows - 2);
        int west = (int) x;
        double south = y - row;
        double east = x - west;
        double upper = unit(month, row, west) * (1 - east) + unit(month, row, west + 1) * east;
        double lower = unit(month, row + 1, west) * (1 - east) + unit(month, row + 1, west + 1) * east;
        return scale * (upper * (1 - south) + lower * south);
    }

    private int unit(int month, int row, int column) {
        return units[(month * rows + row) * columns + column % columns];
    }
}
