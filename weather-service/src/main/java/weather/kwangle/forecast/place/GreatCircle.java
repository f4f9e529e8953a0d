package weather.kwangle.forecast.place;

/** Distances on a sphere of the Earth's mean radius (IUGG: 6371.0088 km), by the haversine formula. */
final class GreatCircle {
    private static final double EARTH_RADIUS_KM = 6371.0088;

    private GreatCircle() {}

    /** The distance between two points given in degrees. */
    static double km(double latitude1, double longitude1, double latitude2, double longitude2) {
        double sinLatitude = Math.sin(Math.toRadians(latitude2 - latitude1) / 2);
        double sinLongitude = Math.sin(Math.toRadians(longitude2 - longitude1) / 2);
        double haversine = sinLatitude * sinLatitude
                + Math.cos(Math.toRadians(latitude1))
                        * Math.cos(Math.toRadians(latitude2))
                        * sinLongitude
                        * sinLongitude;
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
    }

    /** How many degrees of latitude a distance spans. */
    static double degreesOfLatitude(double km) {
        return Math.toDegrees(km / EARTH_RADIUS_KM);
    }

    /** How far in longitude a circle around a point reaches on either side, in degrees; 180 if it holds a pole. */
    static double degreesOfLongitude(double km, double latitude) {
        double angle = km / EARTH_RADIUS_KM;
        double ratio = Math.sin(angle) / Math.cos(Math.toRadians(latitude));
        return Math.abs(latitude) + Math.toDegrees(angle) >= 90 || ratio >= 1 ? 180 : Math.toDegrees(Math.asin(ratio));
    }
}
