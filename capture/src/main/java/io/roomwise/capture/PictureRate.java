package io.roomwise.capture;

import java.util.Locale;
import java.util.Optional;

/** How many pictures a second really come, and whether that is what the camera declared. Capture thread only. */
final class PictureRate {
    private static final long STRETCH_NANOS = 10_000_000_000L;
    private static final double TOO_FEW = 0.5;
    private static final double TOO_MANY = 1.5;

    private final double declared;
    private long begin;
    private long count;
    private boolean differs;
    private double perSecond;
    private Optional<String> fault = Optional.empty();

    /** @param declared pictures a second; 0: not declared */
    PictureRate(double declared) {
        this.declared = declared;
    }

    /** So many came at once: of those that are not decoded, some wait for others. */
    void onPictures(int pictures, long nanoTime) {
        if (count == 0) {
            begin = nanoTime;
        }
        count += pictures;
        if (nanoTime - begin >= STRETCH_NANOS) {
            perSecond = (count - 1) * 1e9 / (nanoTime - begin);
            count = 1;
            begin = nanoTime;
            judge();
        }
    }

    /** The figure is that of when it began, so that one state is told once. */
    private void judge() {
        var isOff = declared > 0 && (perSecond < TOO_FEW * declared || perSecond > TOO_MANY * declared);
        if (isOff && !differs) {
            fault = Optional.of(
                    String.format(Locale.ROOT, "%.1f pictures/s come, %.1f were declared", perSecond, declared));
        } else if (!isOff) {
            fault = Optional.empty();
        }
        differs = isOff;
    }

    /** Of the last ten seconds; 0 before they have passed. */
    double perSecond() {
        return perSecond;
    }

    Optional<String> fault() {
        return fault;
    }
}
