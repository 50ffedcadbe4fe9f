package dev.gossamer.doctor;

import java.util.List;

/**
 * The straight line that fits points best by least squares.
 *
 * @param slope how much y rises for each x
 * @param intercept y where x is 0
 * @param correlation how well it fits: 1 or -1 where all points are on it, 0 where none is better than another
 */
record LinearFit(double slope, double intercept, double correlation) {

    /** A point of a plane. */
    record Point(double x, double y) {}

    static LinearFit of(List<Point> points) {
        double meanX = points.stream().mapToDouble(Point::x).average().orElse(0);
        double meanY = points.stream().mapToDouble(Point::y).average().orElse(0);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (Point point : points) {
            xx += (point.x() - meanX) * (point.x() - meanX);
            xy += (point.x() - meanX) * (point.y() - meanY);
            yy += (point.y() - meanY) * (point.y() - meanY);
        }
        double slope = xx == 0 ? 0 : xy / xx;
        return new LinearFit(slope, meanY - slope * meanX, xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy));
    }

    double at(double x) {
        return intercept + slope * x;
    }
}
